import { accept, type Result, refuse } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";

/** The variables of a policy's texts. With them one policy can serve all people and computers. */
export interface PolicyVariables {
  /** The OS login name; empty when unknown. */
  readonly loginName: string;
  /** Environment variables by name. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Document = Readonly<Record<string, unknown>>;
type Expanded<Value> = Result<Value, "bad-value">;

/** Keys whose texts are expanded at any depth. A password is not expanded, because it may hold any characters. */
const EXPANDED = ["servers", "credentials", "tls"];
const VERBATIM = "password";

/**
 * Replaces `${user}` and `${env:NAME}` in `user`, `servers`, `credentials` (not the password) and `tls`. In `user`
 * itself `${user}` is the login name, elsewhere it is the policy's user, both as a canonical id. A variable that is
 * unknown, unset or empty is refused; the detail names the key.
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

/** Expands all texts in a value, at any depth. */
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
