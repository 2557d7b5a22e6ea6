import { createHash, verify } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Agent } from "node:https";
import { pipeline } from "node:stream/promises";
import {
  AppUpdater,
  type DownloadExecutorResult,
  type DownloadUpdateOptions,
} from "electron-updater/out/AppUpdater.js";
import { DownloadedUpdateHelper } from "electron-updater/out/DownloadedUpdateHelper.js";
import {
  Provider,
  type ProviderRuntimeOptions,
  parseUpdateInfo,
} from "electron-updater/out/providers/Provider.js";
import type { ResolvedUpdateFileInfo, UpdateInfo } from "electron-updater/out/types.js";
import {
  type Channel,
  MAX_CHANNEL_BYTES,
  type Offered,
  parseChannel,
  type SelfUpdateOutcome,
} from "../../core/self-update.ts";
import { authorities } from "../../nats/tls.ts";
import { fetchFile } from "./fetch-file.ts";
import { failureOf, UpdateFailure } from "./update-failure.ts";
import { addVersion } from "./versions.ts";

/** Loaded at the first check only, because electron-updater and its packages take memory. */

export interface Check {
  /** Folder of the update server. */
  readonly server: string;
  /** PEM file of the company's certificate authority. */
  readonly caFile: string | undefined;
  /** Ed25519 public key as PEM, from the package. */
  readonly publicKey: string;
  /** Path by which the app is started, and the version that the next start uses. */
  readonly program: string;
  readonly installed: string;
  /** The app's folder. */
  readonly userData: string;
  /** Folder of the download. */
  readonly cache: string;
  readonly downloading: (offered: Offered) => void;
  readonly isStillWanted: () => boolean;
  /** Milliseconds without a byte from the server. */
  readonly silence?: number;
}

const MINUTE = 60_000;
/** Base64 of an Ed25519 signature, and a line end. */
const MAX_SIGNATURE_BYTES = 100;

/** Asks the server for a newer version, and installs it beside the running one. Never throws. */
export async function checkForUpdate(check: Check): Promise<SelfUpdateOutcome> {
  let agent: Agent | undefined;
  try {
    agent = new Agent({ ca: await authorities(check.caFile), keepAlive: true, maxSockets: 1 });
    return await new SignedUpdater(check, agent).run();
  } catch (error) {
    return { kind: "failed", ...failureOf(error) };
  } finally {
    agent?.destroy();
  }
}

/** The channel as electron-updater wants it, with what it means here. */
type SignedInfo = UpdateInfo & { readonly channel: Channel };

/**
 * electron-updater for a folder that was unpacked from a `.tar.gz`. It compares versions, stages and keeps the download.
 * Its own requests are replaced, because they trust Chromium's authorities and follow redirects, and nothing of its
 * answers is signed on Linux.
 */
class SignedUpdater extends AppUpdater {
  readonly #check: Check;
  readonly #provider: SignedProvider;
  readonly #helper: DownloadedUpdateHelper;

  constructor(check: Check, agent: Agent) {
    const { installed: version, userData, cache } = check;
    const nothing = (): void => {};
    super(null, {
      version,
      name: "alrimi",
      isPackaged: true,
      appUpdateConfigPath: "", // not read
      userDataPath: userData, // of the id that decides about the stage
      baseCachePath: cache,
      whenReady: async () => {},
      relaunch: nothing,
      quit: nothing,
      onQuit: nothing,
    });
    this.#check = check;
    this.#provider = new SignedProvider(check, agent);
    this.#helper = new DownloadedUpdateHelper(cache);
    this.downloadedUpdateHelper = this.#helper;
    this.logger = null; // what happened is logged by the caller
    this.autoDownload = false;
    this.allowDowngrade = false;
  }

  async run(): Promise<SelfUpdateOutcome> {
    const { program, installed, downloading, isStillWanted } = this.#check;
    const result = await this.checkForUpdates();
    if (result === null || !result.isUpdateAvailable) return { kind: "nothing-newer" };
    const { version, notes } = (result.updateInfo as SignedInfo).channel;
    const offered: Offered = notes === undefined ? { version } : { version, notes };
    downloading(offered);
    try {
      const [archive] = await this.downloadUpdate();
      if (archive === undefined) throw new UpdateFailure("other", "electron-updater names no file");
      await addVersion(program, archive, version, installed, isStillWanted);
    } finally {
      await this.#helper.clear(); // after a failure the next check begins again
    }
    return { kind: "ready", offered };
  }

  protected override async getUpdateInfoAndProvider() {
    return { info: await this.#provider.getLatestVersion(), provider: this.#provider };
  }

  protected override doDownloadUpdate(options: DownloadUpdateOptions): Promise<DownloadExecutorResult> {
    const [fileInfo] = this.#provider.resolveFiles(options.updateInfoAndProvider.info as SignedInfo);
    return this.executeDownload({
      fileExtension: "tar.gz",
      fileInfo,
      downloadUpdateOptions: options,
      task: (destination) => this.#provider.download(fileInfo, destination),
      done: async () => {}, // called without a question whether it is there
    });
  }

  override quitAndInstall(): void {
    throw new Error("the app restarts itself once the new version is there");
  }
}

class SignedProvider extends Provider<SignedInfo> {
  readonly #base: URL;
  readonly #agent: Agent;
  readonly #check: Check;

  constructor(check: Check, agent: Agent) {
    // It is given no executor, because it makes no requests of its own.
    super({ isUseMultipleRangeRequest: false, platform: "linux" } as ProviderRuntimeOptions);
    this.#base = new URL(check.server.replace(/\/*$/, "/"));
    this.#agent = agent;
    this.#check = check;
  }

  override async getLatestVersion(): Promise<SignedInfo> {
    const name = `${this.getDefaultChannelName()}.yml`;
    const url = new URL(name, this.#base);
    const bytes = await this.#whole(url, MAX_CHANNEL_BYTES);
    const signature = await this.#whole(new URL(`${name}.sig`, this.#base), MAX_SIGNATURE_BYTES);
    const { publicKey } = this.#check;
    if (!verify(null, bytes, publicKey, Buffer.from(signature.toString("latin1"), "base64"))) {
      throw new UpdateFailure("signature", `${url.href} is not signed with the key of this package`);
    }
    const channel = parseChannel(yaml(bytes.toString("utf8"), name, url));
    if (!channel.ok) throw new UpdateFailure("channel", `${url.href}: ${channel.detail}`);
    const { version, stagingPercentage, file } = channel.value;
    return {
      version,
      stagingPercentage,
      files: [{ ...file }],
      path: file.url,
      sha512: file.sha512,
      releaseDate: "",
      channel: channel.value,
    };
  }

  override resolveFiles({ channel: { file } }: SignedInfo): [ResolvedUpdateFileInfo] {
    return [{ url: new URL(file.url, this.#base), info: { ...file } }];
  }

  /** @throws an `UpdateFailure`, or an error of the network or the disk */
  async download({ url, info }: ResolvedUpdateFileInfo, destination: string): Promise<void> {
    const hash = createHash("sha512");
    const limit = info.size ?? 0;
    const chunks = this.#fetch(url, limit, 60 * MINUTE);
    await pipeline(
      async function* () {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(destination, { mode: 0o600 }),
    );
    if (hash.digest("base64") !== info.sha512) {
      throw new UpdateFailure("checksum", `${url.href} is not the file that was signed`);
    }
  }

  async #whole(url: URL, limit: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.#fetch(url, limit, MINUTE)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  #fetch(url: URL, limit: number, within: number) {
    const { silence = MINUTE } = this.#check;
    return fetchFile(url, { agent: this.#agent, limit, within, silence });
  }
}

function yaml(text: string, name: string, url: URL): unknown {
  try {
    return parseUpdateInfo(text, name, url);
  } catch {
    throw new UpdateFailure("channel", `${url.href} is no YAML`); // the message quotes the whole file
  }
}
