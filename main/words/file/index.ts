import type { Language } from "../../contract/catalog.ts";
import type { FileReason } from "../../contract/file-reason.ts";
import { fileEn } from "./en.ts";
import { type FileWords, fileKo } from "./ko.ts";

const fileWords: Readonly<Record<Language, FileWords>> = { ko: fileKo, en: fileEn };

/** Why a file is not used, in words. The system's own words, such as ENOENT, stay as they are. */
export function fileDetail(language: Language, detail: string): string {
  const words = fileWords[language];
  return isReason(detail) ? words[detail] : detail;

  function isReason(text: string): text is FileReason {
    return Object.hasOwn(words, text);
  }
}
