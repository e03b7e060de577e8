import type { Environment } from "../environments/environment.ts";

/** Packages that are imported under another name than they are installed by, and are not in an environment. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["cv2", "opencv-python-headless"],
  ["dateutil", "python-dateutil"],
  ["docx", "python-docx"],
  ["dotenv", "python-dotenv"],
  ["fitz", "PyMuPDF"],
  ["git", "GitPython"],
  ["jwt", "PyJWT"],
  ["magic", "python-magic"],
  ["pptx", "python-pptx"],
  ["serial", "pyserial"],
  ["skimage", "scikit-image"],
  ["slugify", "python-slugify"],
  ["usb", "pyusb"],
  ["zmq", "pyzmq"],
]);

/** What to ask for where Python says that it has no such module. */
export function packageOfModule(module: string): string {
  return OTHER_NAMES.get(module) ?? module;
}

/** The name of a wish in pip's form, as other names are compared with it. */
export function nameOfWish(wish: string): string {
  return normal(/^[A-Za-z0-9._-]+/.exec(wish)?.[0] ?? "");
}

export function normal(name: string): string {
  return name.toLowerCase().replace(/[._-]+/g, "-");
}

/** What the environment has under the name of a wish. */
export function packageOf({ packages }: Environment, wish: string): Environment["packages"][number] | undefined {
  return packages.find(({ name }) => normal(name) === nameOfWish(wish));
}

/** Whether the environment has what is wished for. A wish that is hard to tell counts as one that it has not. */
export function hasWish({ packages }: Environment, wish: string): boolean {
  const [, name = "", version = ""] = /^([A-Za-z0-9._-]+)(?:==([0-9.]+))?$/.exec(wish) ?? [];
  const found = packages.find((each) => normal(each.name) === normal(name));
  return found !== undefined && (version === "" || found.version === version);
}
