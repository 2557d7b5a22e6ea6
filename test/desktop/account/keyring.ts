import { Message, type MessageBus, Variant } from "@jellybrick/dbus-next";

const SECRETS = "org.freedesktop.secrets";
const SERVICE = "org.freedesktop.Secret.Service";
const LOGIN = "/org/freedesktop/secrets/collection/login";
const PROMPT = "/org/freedesktop/secrets/prompt/1";

/** A Secret Service played by a test. */
export class PlayedSecretService {
  readonly #bus: MessageBus;
  readonly calls: string[] = [];
  collection: string = LOGIN;
  isLocked = false;
  /** While true, no call is answered. The calls are answered when it is set back. */
  #isSilent = false;
  #unanswered: Message[] = [];

  constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.addMethodHandler((message) => {
      if (message.destination !== SECRETS && message.destination !== bus.name) return false;
      if (!message.interface?.startsWith("org.freedesktop.Secret.")) return false;
      if (this.#isSilent) this.#unanswered.push(message);
      else this.#answer(message);
      return true;
    });
  }

  async appear(): Promise<void> {
    await this.#bus.requestName(SECRETS);
  }

  async vanish(): Promise<void> {
    await this.#bus.releaseName(SECRETS);
  }

  silent(isSilent: boolean): void {
    this.#isSilent = isSilent;
    if (!isSilent) for (const message of this.#unanswered.splice(0)) this.#answer(message);
  }

  /** The person's answer to the prompt. */
  completePrompt(isDismissed: boolean): void {
    if (!isDismissed) this.isLocked = false;
    this.#signal(PROMPT, "org.freedesktop.Secret.Prompt", "Completed", "bv", [
      isDismissed,
      new Variant("s", ""),
    ]);
  }

  /** Another program unlocks it. */
  unlocked(): void {
    this.isLocked = false;
    this.#signal("/org/freedesktop/secrets", SERVICE, "CollectionChanged", "o", [LOGIN]);
  }

  #signal(path: string, of: string, member: string, signature: string, body: unknown[]): void {
    this.#bus.send(Message.newSignal(path, of, member, signature, body));
  }

  #answer(message: Message): void {
    this.calls.push(message.member ?? "");
    const reply = (signature: string, ...body: unknown[]): void =>
      this.#bus.send(Message.newMethodReturn(message, signature, body));
    const prompt = this.isLocked ? PROMPT : "/";
    if (message.member === "ReadAlias") reply("o", this.collection);
    else if (message.member === "SearchItems") reply("aoao", [], []);
    else if (message.member === "Unlock") reply("aoo", [], prompt);
    else if (message.member === "CreateCollection") reply("oo", "/", PROMPT);
    else reply("");
  }
}
