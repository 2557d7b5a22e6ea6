import type { Language } from "../contract/catalog.ts";

/** What may lie where a file is expected, and is not used; and what may be wrong with a certificate or its key. */
const WHAT_LIES_THERE: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  ko: {
    link: "다른 곳을 가리키는 링크입니다",
    file: "다른 파일이 그 자리에 있습니다",
    folder: "파일이 아니라 폴더입니다",
    pipe: "파일이 아니라 파이프(FIFO)입니다",
    socket: "파일이 아니라 소켓입니다",
    device: "파일이 아니라 장치입니다",
    "too-large": "파일이 너무 큽니다",
    "no-credentials": "NATS 자격 증명이 들어 있지 않습니다",
    "no-certificate": "인증서(PEM)가 들어 있지 않습니다",
    "no-key": "개인 키(PEM)가 들어 있지 않습니다",
    "key-encrypted": "개인 키가 암호로 잠겨 있습니다. 암호를 푼 키가 필요합니다",
    "key-missing": "이 인증서의 개인 키 파일이 지정되지 않았습니다",
    "certificate-missing": "이 개인 키의 인증서 파일이 지정되지 않았습니다",
    "key-mismatch": "이 인증서의 개인 키가 아닙니다",
    "certificate-expired": "인증서의 유효 기간이 지났습니다",
  },
  en: {
    link: "it is a link to another place",
    file: "another file is in its place",
    folder: "it is a folder, not a file",
    pipe: "it is a pipe (FIFO), not a file",
    socket: "it is a socket, not a file",
    device: "it is a device, not a file",
    "too-large": "the file is too large",
    "no-credentials": "it holds no credentials of NATS",
    "no-certificate": "it holds no certificate (PEM)",
    "no-key": "it holds no private key (PEM)",
    "key-encrypted": "the key is protected by a password; a key without one is needed",
    "key-missing": "no file is named for the key to this certificate",
    "certificate-missing": "no file is named for the certificate of this key",
    "key-mismatch": "it is not the key to the certificate",
    "certificate-expired": "the certificate has expired",
  },
};

/** Why a file is not used, in words; what the system says of it stays as it is. */
export function fileDetail(language: Language, detail: string): string {
  const words = WHAT_LIES_THERE[language];
  return Object.hasOwn(words, detail) ? (words[detail] ?? detail) : detail;
}
