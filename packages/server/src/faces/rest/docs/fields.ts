import { z } from "zod";

/** As much of JSON Schema as our schemas use. */
const Schema = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  required: z.array(z.string()).optional(),
  get items() {
    return Schema.optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), Schema]).optional();
  },
  get anyOf() {
    return z.array(Schema).optional();
  },
  get oneOf() {
    return z.array(Schema).optional();
  },
});
export type Schema = z.infer<typeof Schema>;

export type Field = {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly preset: string | undefined;
  readonly description: string;
};

/** The schemas of an OpenAPI document, with references followed. */
export class Schemas {
  readonly #named: Readonly<Record<string, unknown>>;

  constructor(named: Readonly<Record<string, unknown>>) {
    this.#named = named;
  }

  read(value: unknown): Schema {
    const schema = Schema.parse(value ?? {});
    const name = schema.$ref?.split("/").at(-1);
    return name === undefined ? schema : { ...this.read(this.#named[name]), ...withoutRef(schema) };
  }

  /** Every field, those of fields as paths: `limits.timeoutMs`, `artifacts[].name`. */
  fields(value: unknown, prefix = ""): Field[] {
    const { properties = {}, required = [] } = this.read(value);
    return Object.entries(properties).flatMap(([key, each]) => {
      const schema = this.read(each);
      const name = `${prefix}${key}`;
      const inner =
        schema.items === undefined ? this.fields(schema, `${name}.`) : this.fields(schema.items, `${name}[].`);
      return [{ ...this.#describe(schema), name, required: required.includes(key) }, ...inner];
    });
  }

  /** The kinds of a union, such as the events. */
  kinds(value: unknown): Schema[] {
    const { oneOf, anyOf } = this.read(value);
    return (oneOf ?? anyOf ?? []).map((each) => this.read(each));
  }

  #describe(schema: Schema): Omit<Field, "name" | "required"> {
    const preset = schema.default === undefined ? undefined : JSON.stringify(schema.default);
    return { type: this.#type(schema), preset, description: schema.description ?? "" };
  }

  #type(value: Schema): string {
    const schema = this.read(value);
    if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    const union = schema.anyOf ?? schema.oneOf;
    if (union !== undefined) return union.map((each) => this.#type(each)).join(" | ");
    if (schema.items !== undefined) return `list of ${this.#type(schema.items)}`;
    if (typeof schema.additionalProperties === "object") return `{ name: ${this.#type(schema.additionalProperties)} }`;
    if (schema.type === "object" && schema.properties !== undefined)
      return `{ ${Object.keys(schema.properties).join(", ")} }`;
    return [schema.type ?? "anything"].flat().join(" or ");
  }
}

function withoutRef({ $ref: _, ...rest }: Schema): Schema {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}
