import type { Language } from "../../contract/catalog.ts";
import { detailIn } from "../detail.ts";
import { fileEn } from "./en.ts";
import { type FileWords, fileKo } from "./ko.ts";

const fileWords: Readonly<Record<Language, FileWords>> = { ko: fileKo, en: fileEn };

/** Why a file is not used, in words. */
export function fileDetail(language: Language, detail: string): string {
  return detailIn(fileWords[language], detail);
}
