import type { Language } from "../../../main/contract/catalog.ts";

type Texts = Readonly<Record<Language, string>>;

/** What the templates call the keys that are no preferences. */
export const CONNECTION_TEXTS = {
  servers: { ko: "서버 주소", en: "Servers" },
  user: { ko: "결재자 ID", en: "User" },
  credentials: { ko: "인증 정보", en: "Credentials" },
  tls: { ko: "인증서 (TLS)", en: "Certificates (TLS)" },
  linkOrigins: { ko: "http 링크를 열 수 있는 주소", en: "Origins of http links" },
  updates: {
    ko: "업데이트 서버 (사용자가 직접 설치한 알림이)",
    en: "Update server (for people who installed Alrimi themselves)",
  },
  enrol: {
    ko: "앱을 등록하는 서버 (회사 로그인 또는 일회용 코드)",
    en: "Server that enrols apps (company sign-on or one-time code)",
  },
  fleet: { ko: "관리자에게 앱 상태 보고", en: "Report the app's state to the administrator" },
} as const satisfies Record<string, Texts>;

/** Texts of the group policy editor. */
export const EDITOR_TEXTS = {
  name: { ko: "알림이", en: "Alrimi" },
  Connection: { ko: "연결", en: "Connection" },
  Locked: { ko: "고정하는 설정 (사용자가 바꿀 수 없음)", en: "Locked settings (people cannot change them)" },
  Defaults: { ko: "기본값 (사용자가 바꿀 수 있음)", en: "Defaults (people can change them)" },
  supported: { ko: "알림이 0.1 이상", en: "Alrimi 0.1 or later" },
  readme: {
    ko: "형식은 알림이 설명서의 build/policy/README.md에 있습니다.",
    en: "The format is described in build/policy/README.md of Alrimi.",
  },
  lines: { ko: "한 줄에 하나씩 입력합니다.", en: "One per line." },
} as const satisfies Record<string, Texts>;

/** The form of a text field: JSON, where it is no plain text. */
export function jsonText(example: string): Texts {
  return { ko: `JSON으로 입력합니다. 예: ${example}`, en: `Enter JSON, for example: ${example}` };
}

export function builtInText(value: string): Texts {
  return { ko: `알림이의 기본값: ${value}`, en: `Alrimi's own default: ${value}` };
}
