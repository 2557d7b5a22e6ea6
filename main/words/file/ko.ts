import type { FileReason } from "../../contract/file-reason.ts";

export type FileWords = Readonly<Record<FileReason, string>>;

export const fileKo: FileWords = {
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
};
