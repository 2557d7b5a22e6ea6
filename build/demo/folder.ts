import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { readOwnFile } from "../../main/files/read-file.ts";
import { codeOf } from "../../main/files/refused-file.ts";
import { replaceOwnFile } from "../../main/files/replace-file.ts";
import type { Queue } from "./company.ts";
import { SERVICE_IDS, type ServiceId, type SystemId } from "./services.ts";

/** Maximum size of a file of the demo, in bytes. The queues of a service take some hundred kilobytes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Default data folder: `alrimi-demo` in the user's data folder. */
export function defaultFolder(env: NodeJS.ProcessEnv): string {
  return join(env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "alrimi-demo");
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const password = v.pipe(v.string(), v.minLength(16));
const text = v.object({ ko: v.string(), en: v.string() });

/** Ports are kept, so that links in the catalog and the app's saved state stay valid. */
const Ports = v.object({ web: v.optional(port), broker: v.optional(port), oldPc: v.optional(port) });
export type Ports = v.InferOutput<typeof Ports>;

const Secrets = v.object({
  administrator: password,
  keeper: v.optional(password, () => randomBytes(24).toString("base64url")), // missing in a folder of an earlier version
  writers: v.object({
    "hr-leave": password,
    "finance-card": password,
    "visitor-access": password,
    mail: password,
    "e-approval": password,
  } satisfies Record<ServiceId, unknown>),
  portal: v.optional(password, () => randomBytes(24).toString("base64url")),
  app: password,
});

/** Passwords of the broker in this folder. */
export type Secrets = v.InferOutput<typeof Secrets>;

const SavedQueue = v.object({
  epoch: count,
  sequence: count,
  changedAt: v.number(),
  items: v.array(
    v.object({
      id: v.string(),
      requester: text,
      team: text,
      title: text,
      detail: text,
      requestedAt: v.number(),
      dueAt: v.exactOptional(v.number()),
    }),
  ),
});

/** The queues of one service, by user. */
const SavedQueues = v.record(v.string(), SavedQueue);

/** The demo's data folder. Only its owner can read it. */
export class Folder {
  readonly path: string;
  readonly #unreadable: (file: string) => void;

  /**
   * Creates a missing folder.
   * @param unreadable called with the new path of a damaged file
   */
  constructor(path: string, unreadable: (file: string) => void) {
    this.path = path;
    this.#unreadable = unreadable;
    mkdirSync(join(path, "services"), { recursive: true, mode: 0o700 });
  }

  file(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  ports(): Ports {
    return this.#read("ports.json", Ports) ?? {};
  }

  savePorts(ports: Ports): void {
    this.write("ports.json", ports);
  }

  /** Random passwords, created once. */
  secrets(): Secrets {
    const saved = this.#read("secrets.json", Secrets);
    if (saved !== undefined) {
      this.write("secrets.json", saved); // with those that a folder of an earlier version lacked
      return saved;
    }
    const secret = (): string => randomBytes(24).toString("base64url");
    const writers = Object.fromEntries(SERVICE_IDS.map((id) => [id, secret()])) as Secrets["writers"];
    const secrets = {
      ...{ administrator: secret(), keeper: secret(), writers, portal: secret(), app: secret() },
    };
    this.write("secrets.json", secrets);
    return secrets;
  }

  /** Saved queue of the user in the service. Undefined at the first start. */
  queue(service: SystemId, user: string): Queue | undefined {
    return this.#queues(service)[user];
  }

  saveQueue(service: SystemId, user: string, queue: Queue): void {
    this.write(queuesFile(service), { ...this.#queues(service), [user]: queue });
  }

  /** Replaces the file atomically: after a power cut it is the old one or the new one. */
  write(name: string, value: unknown): string {
    const file = this.file(name);
    replaceOwnFile(file, `${JSON.stringify(value, null, 2)}\n`);
    return file;
  }

  #queues(service: SystemId): v.InferOutput<typeof SavedQueues> {
    return this.#read(queuesFile(service), SavedQueues) ?? {};
  }

  #read<S extends v.GenericSchema>(name: string, schema: S): v.InferOutput<S> | undefined {
    const file = this.file(name);
    let content: string;
    try {
      content = readOwnFile(file, MAX_BYTES).toString("utf8");
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
    const parsed = v.safeParse(schema, parseJson(content));
    if (parsed.success) return parsed.output;
    renameSync(file, `${file}.unreadable`);
    this.#unreadable(`${file}.unreadable`);
    return undefined;
  }
}

function queuesFile(service: SystemId): string {
  return join("services", `${service}.json`);
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
