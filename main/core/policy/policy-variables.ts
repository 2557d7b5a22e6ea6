import { accept, type Result, refuse } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";

/** What the texts of a policy may name, so that one policy serves every person on every computer. */
export interface PolicyVariables {
  /** The OS login name; empty when it is not known. */
  readonly loginName: string;
  /** Environment variables by name. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Document = Readonly<Record<string, unknown>>;
type Expanded<Value> = Result<Value, "bad-value">;

/** Keys whose texts are expanded, with everything in them but a password: that may hold any characters. */
const EXPANDED = ["servers", "credentials", "tls"];
const VERBATIM = "password";

/**
 * Puts in the values of `${user}` and `${env:NAME}`: in `user`, `servers`, `credentials` (not the password) and `tls`.
 * `${user}` is the login name in `user` itself, and the policy's user everywhere else, both as an id (lower-cased).
 * Refused, with the key's name, is a variable that is unknown, not set or empty.
 */
export function expandPolicy(document: Document, { loginName, env }: PolicyVariables): Expanded<Document> {
  const user = expand(document["user"], "user", { user: idOf(loginName), env });
  if (!user.ok) return user;
  const values = { user: idOf(user.value ?? loginName), env };
  const expanded: Record<string, unknown> = { ...document };
  if (user.value !== undefined) expanded["user"] = user.value;
  for (const key of EXPANDED) {
    if (document[key] === undefined) continue;
    const value = expand(document[key], key, values);
    if (!value.ok) return value;
    expanded[key] = value.value;
  }
  return accept(expanded);
}

interface Values {
  readonly user: string | undefined;
  readonly env: PolicyVariables["env"];
}

/** A value of any kind; its texts, however deep, are expanded. */
function expand(value: unknown, path: string, values: Values): Expanded<unknown> {
  if (typeof value === "string") return expandText(value, path, values);
  if (typeof value !== "object" || value === null) return accept(value);
  const entries: [string, unknown][] = [];
  for (const [key, part] of Object.entries(value)) {
    const expanded = key === VERBATIM ? accept(part) : expand(part, `${path}.${key}`, values);
    if (!expanded.ok) return expanded;
    entries.push([key, expanded.value]);
  }
  return accept(Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries));
}

function expandText(text: string, path: string, values: Values): Expanded<string> {
  let trouble: string | undefined;
  const expanded = text.replace(/\$\{([^}]*)\}/g, (variable, name: string) => {
    const value = lookUp(name, values);
    if (value.ok) return value.value;
    trouble ??= `${path}: ${variable} ${value.detail}`;
    return variable;
  });
  return trouble === undefined ? accept(expanded) : refuse("bad-value", trouble);
}

function lookUp(name: string, { user, env }: Values): Expanded<string> {
  if (name === "user") {
    return user === undefined ? refuse("bad-value", "is not known: there is no login name") : accept(user);
  }
  if (!name.startsWith("env:")) return refuse("bad-value", `is unknown; \${user} and \${env:NAME} are known`);
  const value = env[name.slice("env:".length)];
  return value ? accept(value) : refuse("bad-value", "is not set in the environment");
}

function idOf(name: unknown): string | undefined {
  const id = canonicalId(name);
  return id.ok ? id.value : undefined;
}
