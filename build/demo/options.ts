import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { LANGUAGES, type Language } from "../../main/contract/catalog.ts";
import { canonicalId } from "../../main/contract/subject.ts";
import { repoRoot } from "../paths.ts";
import { PACES, type Pace } from "./arrivals.ts";
import { defaultFolder } from "./folder.ts";
import { languageOf } from "./words.ts";

export interface DemoOptions {
  /** Canonical id of the approver. */
  readonly user: string;
  readonly language: Language;
  readonly pace: Pace;
  readonly dataDir: string;
  /** Folder for screenshots of the virtual desktop. */
  readonly screens: string;
  readonly withApp: boolean;
}

interface Parsed {
  readonly user: string;
  readonly language: Language;
  readonly pace: Pace;
  readonly dataDir: string;
  readonly screens: string;
  readonly app: boolean;
}

const texts = {
  ko: {
    about: "브로커, 데모 회사, 알림이 앱을 한 번에 띄웁니다.",
    user: "결재자의 사용자 ID",
    language: "언어",
    pace: "새 요청이 들어오는 속도",
    dataDir: "데이터 폴더",
    screens: "화면이 없을 때 가상 데스크톱의 화면을 저장할 폴더",
    noApp: "앱 없이 브로커와 데모 회사만 띄웁니다",
    help: "도움말을 보여 줍니다",
  },
  en: {
    about: "Runs a broker, a demo company and the Alrimi app, all in one.",
    user: "user id of the approver",
    language: "language",
    pace: "how fast requests arrive",
    dataDir: "data folder",
    screens: "folder for screenshots of the virtual desktop, used without a display",
    noApp: "runs only the broker and the demo company",
    help: "shows this help",
  },
} as const;

/**
 * Parses the command line. For `--help` or a wrong option it prints a message and exits.
 * @param argv arguments without the program and script
 */
export function parseOptions(argv: readonly string[], env: NodeJS.ProcessEnv): DemoOptions {
  const language = languageOf(env);
  const text = texts[language];
  const command = new Command("npm start --")
    .description(text.about)
    .helpOption("-h, --help", text.help)
    .allowExcessArguments(false)
    .addOption(new Option("--user <id>", text.user).default("hong.gd").argParser(readUser))
    .addOption(new Option("--language <language>", text.language).choices([...LANGUAGES]).default(language))
    .addOption(new Option("--pace <pace>", text.pace).choices([...PACES]).default("normal"))
    .addOption(new Option("--data-dir <folder>", text.dataDir).default(defaultFolder(env)))
    .addOption(new Option("--screens <folder>", text.screens).default(join(repoRoot, ".screens"), ".screens"))
    .addOption(new Option("--no-app", text.noApp))
    .showHelpAfterError();
  const { app, dataDir, screens, ...rest } = command.parse([...argv], { from: "user" }).opts<Parsed>();
  return { ...rest, dataDir: resolve(dataDir), screens: resolve(screens), withApp: app };
}

function readUser(value: string): string {
  const id = canonicalId(value);
  if (!id.ok) throw new InvalidArgumentError(id.detail);
  return id.value;
}
