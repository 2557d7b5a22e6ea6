import { DBusError, Message, type MessageBus } from "@jellybrick/dbus-next";
import { plain } from "../../../build/desktop/session-bus.ts";

const NAME = "org.freedesktop.Notifications";
const PATH = "/org/freedesktop/Notifications";

export interface Notified {
  readonly appName: string;
  readonly replaces: number;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly hints: Record<string, unknown>;
  readonly expires: number;
  readonly id: number;
}

/** A notification server with the abilities that a test chooses. The end-to-end tests use the real dunst. */
export class NotificationServer {
  readonly notified: Notified[] = [];
  readonly closed: number[] = [];
  capabilities: readonly string[] = ["actions", "body", "body-markup"];
  /** Answers with this error instead of showing anything. */
  refusal: string | undefined;
  /** Its reply to `GetServerInformation`; undefined: it does not have the method. */
  information: readonly [name: string, vendor: string] | undefined = ["test", "example.com"];
  /** Called before a notification is answered. */
  beforeAnswer: () => Promise<void> | void = () => {};
  /** Calls that came while it did not answer, as with SIGSTOP. */
  #unread: Message[] | undefined;
  #nextId = 1;
  readonly #bus: MessageBus;

  constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.addMethodHandler((message) => {
      if (message.interface !== NAME) return false;
      if (this.#unread === undefined) void this.#answer(message);
      else this.#unread.push(message);
      return true;
    });
  }

  freeze(): void {
    this.#unread = [];
  }

  /** It answers again, in the order of the calls. */
  async thaw(): Promise<void> {
    const unread = this.#unread ?? [];
    this.#unread = undefined;
    for (const message of unread) await this.#answer(message);
  }

  /** What came while it is frozen. */
  get unread(): readonly string[] {
    return (this.#unread ?? []).map(({ member }) => String(member));
  }

  async appear(): Promise<void> {
    await this.#bus.requestName(NAME);
  }

  /** Its ids start from one again, as after a restart. */
  async vanish(): Promise<void> {
    await this.#bus.releaseName(NAME);
    this.#nextId = 1;
  }

  invoke(id: number, key: string): void {
    this.#bus.send(Message.newSignal(PATH, NAME, "ActivationToken", "us", [id, "token"]));
    this.#bus.send(Message.newSignal(PATH, NAME, "ActionInvoked", "us", [id, key]));
  }

  close(id: number, reason: "expired" | "dismissed"): void {
    const number = reason === "expired" ? 1 : 2;
    this.#bus.send(Message.newSignal(PATH, NAME, "NotificationClosed", "uu", [id, number]));
  }

  async #answer(message: Message): Promise<void> {
    const answer = (signature: string, ...body: unknown[]): void =>
      this.#bus.send(Message.newMethodReturn(message, signature, body));
    switch (message.member) {
      case "GetCapabilities":
        answer("as", this.capabilities);
        break;
      case "GetServerInformation":
        if (this.information === undefined) {
          this.#bus.send(Message.newError(message, "org.freedesktop.DBus.Error.UnknownMethod", "no"));
        } else answer("ssss", ...this.information, "1", "1.2");
        break;
      case "Notify":
        await this.beforeAnswer();
        if (this.refusal !== undefined) this.#bus.send(Message.newError(message, this.refusal, "no"));
        else answer("u", this.#take(message.body));
        break;
      case "CloseNotification":
        this.closed.push(Number(message.body[0]));
        answer("");
        break;
      default:
        throw new DBusError("com.example.Unexpected", message.member);
    }
  }

  #take(args: readonly unknown[]): number {
    const [appName, replaces, , summary, body, actions, hints, expires] = args;
    const id = Number(replaces) || this.#nextId++;
    this.notified.push({
      appName: String(appName),
      replaces: Number(replaces),
      summary: String(summary),
      body: String(body),
      actions: actions as string[],
      hints: plain(hints) as Record<string, unknown>,
      expires: Number(expires),
      id,
    });
    return id;
  }
}
