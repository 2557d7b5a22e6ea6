import type { Language } from "../catalog.ts";

/** What may lie where a file is expected, and is not used. */
const WHAT_LIES_THERE: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  ko: {
    link: "다른 곳을 가리키는 링크입니다",
    file: "다른 파일이 그 자리에 있습니다",
    folder: "파일이 아니라 폴더입니다",
    pipe: "파일이 아니라 파이프(FIFO)입니다",
    socket: "파일이 아니라 소켓입니다",
    device: "파일이 아니라 장치입니다",
    "too-large": "파일이 너무 큽니다",
  },
  en: {
    link: "it is a link to another place",
    file: "another file is in its place",
    folder: "it is a folder, not a file",
    pipe: "it is a pipe (FIFO), not a file",
    socket: "it is a socket, not a file",
    device: "it is a device, not a file",
    "too-large": "the file is too large",
  },
};

/** Why a file is not used, in words; what the system says of it stays as it is. */
export function fileDetail(language: Language, detail: string): string {
  const words = WHAT_LIES_THERE[language];
  return Object.hasOwn(words, detail) ? (words[detail] ?? detail) : detail;
}
