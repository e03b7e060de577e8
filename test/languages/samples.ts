/** For each compiled language: the same program, which prints its arguments, a variable, a file and the folder, and leaves a file. */
export type Sample = {
  readonly language: string;
  readonly code: string;
  /** A second source file that the program uses. */
  readonly files: Readonly<Record<string, string>>;
  /** A program that no compiler takes, and what its message must name. */
  readonly broken: string;
  readonly brokenAt: string;
};

export const samples: readonly Sample[] = [
  {
    language: "go",
    code: `package main
import ("fmt"; "os"; "strings")
func main() {
  data, _ := os.ReadFile("/workspace/data.txt")
  folder, _ := os.Getwd()
  fmt.Printf("%s|%s|%s|%s|%d\\n", strings.Join(os.Args[1:], ","), os.Getenv("WORD"), data, folder, twice(21))
  os.WriteFile("left.txt", []byte("left"), 0644)
  os.Exit(7)
}`,
    files: { "twice.go": "package main\nfunc twice(n int) int { return 2 * n }\n" },
    broken: "package main\nfunc main() { unused := 1 }\n",
    brokenAt: "main.go:2",
  },
  {
    language: "rust",
    code: `mod twice;
fn main() {
  let arguments: Vec<String> = std::env::args().skip(1).collect();
  let data = std::fs::read_to_string("/workspace/data.txt").unwrap();
  let folder = std::env::current_dir().unwrap();
  println!("{}|{}|{}|{}|{}", arguments.join(","), std::env::var("WORD").unwrap(), data, folder.display(), twice::twice(21));
  std::fs::write("left.txt", "left").unwrap();
  std::process::exit(7);
}`,
    files: { "twice.rs": "pub fn twice(n: i32) -> i32 { 2 * n }\n" },
    broken: 'fn main() { let n: i32 = "text"; }\n',
    brokenAt: "main.rs:1",
  },
  {
    language: "java",
    // The main class has another name than the file, and its package.
    code: `package deep.inside;
import java.nio.file.*;
import helpers.Twice;
class Anything {
  public static void main(String[] args) throws Exception {
    String data = Files.readString(Path.of("/workspace/data.txt"));
    System.out.println(String.join(",", args) + "|" + System.getenv("WORD") + "|" + data + "|" + Path.of("").toAbsolutePath() + "|" + Twice.of(21));
    Files.writeString(Path.of("left.txt"), "left");
    System.exit(7);
  }
}`,
    files: {
      "helpers/Twice.java": "package helpers;\npublic class Twice { public static int of(int n) { return 2 * n; } }\n",
    },
    broken: "class Main { int n = 1 }\n",
    brokenAt: "Main.java:1",
  },
  {
    language: "c",
    code: `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "lib/twice.h"
int main(int count, char **values) {
  char data[100] = {0}, folder[1000];
  FILE *file = fopen("/workspace/data.txt", "r");
  fread(data, 1, 99, file);
  for (int i = 1; i < count; i++) printf("%s%s", i > 1 ? "," : "", values[i]);
  printf("|%s|%s|%s|%d\\n", getenv("WORD"), data, getcwd(folder, 1000), twice(21));
  FILE *left = fopen("left.txt", "w");
  fputs("left", left);
  fclose(left);
  return 7;
}`,
    files: { "lib/twice.h": "int twice(int n);\n", "lib/twice.c": "int twice(int n) { return 2 * n; }\n" },
    broken: "int main() { return nothing; }\n",
    brokenAt: "main.c:1",
  },
  {
    language: "c++",
    code: `#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
int twice(int n);
int main(int count, char **values) {
  std::string data;
  std::getline(std::ifstream("/workspace/data.txt"), data);
  for (int i = 1; i < count; i++) std::cout << (i > 1 ? "," : "") << values[i];
  std::cout << "|" << std::getenv("WORD") << "|" << data << "|" << std::filesystem::current_path().string() << "|" << twice(21) << std::endl;
  std::ofstream("left.txt") << "left";
  return 7;
}`,
    files: { "twice.cpp": "int twice(int n) { return 2 * n; }\n" },
    broken: "int main() { return nothing; }\n",
    brokenAt: "main.cpp:1",
  },
  {
    language: "typescript",
    code: `import { readFileSync, writeFileSync } from "node:fs";
import { twice } from "./lib/twice";
enum Factor { One = 21 }
const data: string = readFileSync("/workspace/data.txt", "utf8");
console.log([process.argv.slice(2).join(","), process.env.WORD, data, process.cwd(), twice(Factor.One)].join("|"));
writeFileSync("left.txt", "left");
process.exit(await Promise.resolve(7));`,
    files: { "lib/twice.ts": "export function twice(n: number): number { return 2 * n }\n" },
    broken: "const n: number = ;\n",
    brokenAt: "main.ts:1",
  },
];
