import type { TestCause, TestStep } from "../../core/account/connection-test.ts";
import type { CredentialsFault } from "../../core/account/credentials.ts";
import type { ServersFault } from "../../core/account/servers.ts";
import { fileDetail } from "../file/index.ts";

/** The words of the guided dialog for server and credentials. */
export const accountKo = {
  title: "알림이 연결",
  close: "닫기",
  cancel: "취소",

  headings: {
    "first-run": "알림이 서버에 연결합니다",
    change: "연결 바꾸기",
    "secret-lost": "다시 로그인해 주세요",
    fixed: "회사에서 정한 연결",
  },
  intros: {
    "first-run": "관리자에게 받은 서버 주소와 인증 정보를 입력하세요. 연결이 되는지 확인한 뒤 시작합니다.",
    change: "새 연결을 확인한 뒤에 바꿉니다. 그전까지는 지금 연결을 그대로 씁니다.",
    "secret-lost": "서버 주소는 그대로이고, 비밀번호나 인증 정보만 다시 입력하면 됩니다.",
  },
  lost: {
    "memory-only": "이 PC에는 보안 저장소가 없어, 앱이 끝나면 비밀번호를 잊어버립니다.",
    undecryptable: "보관해 둔 인증 정보를 이 PC의 보안 저장소로 풀 수 없습니다.",
    damaged: "보관해 둔 인증 정보 파일이 손상되었습니다.",
    refused: "보관해 둔 인증 정보 파일 자리에 파일이 아닌 것(링크, 폴더, 파이프 등)이 있어 읽지 않았습니다.",
    locked: "이 PC의 보안 저장소가 잠겨 있거나 없어서 보관해 둔 인증 정보를 열 수 없습니다.",
  },

  fixedReason: (file: string) =>
    `관리자가 정책 파일로 정해 두어 여기에서 바꿀 수 없습니다. 바꾸려면 관리자에게 문의하세요. (${file})`,
  fixedUnknown: "정책 파일을 읽을 수 없어 정해진 내용을 보여 드릴 수 없습니다.",
  signIns: {
    password: (username: string) => `사용자 이름과 비밀번호 (${username})`,
    credsFile: (file: string) => `인증 파일 (${file})`,
    nkeyFile: (file: string) => `키 파일 (${file})`,
    none: "인증 정보 없음",
  },
  signIn: "로그인 방법",

  servers: "서버 주소",
  serversExample: "예: broker.example.com",
  serversHint: "여러 개면 쉼표로 나눕니다.",
  serverMeans: (servers: string) => `연결할 주소: ${servers}`,
  notEncrypted: "nats:// 주소는 암호화하지 않을 수 있습니다. 비밀번호가 보일 수 있으니 회사 안에서만 쓰세요.",
  user: "결재자 ID",
  userHint: (user: string) => `비워 두면 ${user} 님의 건수를 읽습니다.`,
  method: "로그인 방법",
  methods: { password: "이름과 비밀번호", credentials: "인증 파일(.creds)" },
  username: "사용자 이름",
  password: "비밀번호",
  showPassword: "비밀번호 보이기",
  keptPassword: "보관된 비밀번호를 씁니다",
  chooseFile: "파일 선택…",
  chooseFileTitle: "인증 파일 선택",
  chooseFileKinds: "인증 파일",
  chosenFile: (name: string) => `선택한 파일: ${name}`,
  forgetFile: "선택 취소",
  paste: "또는 내용을 여기에 붙여 넣기",
  keptCredentials: "보관된 인증 정보를 씁니다. 바꾸려면 새로 붙여 넣거나 파일을 고르세요.",
  belongsTo: (user: string) => `${user}의 인증 정보입니다.`,
  fileUnreadable: (detail: string) => `파일을 읽을 수 없습니다: ${fileDetail("ko", detail)}`,

  serversFaults: {
    missing: () => "서버 주소를 입력하세요.",
    "too-many": (most: string) => `서버는 ${most}개까지 입력할 수 있습니다.`,
    "bad-scheme": (part: string) => `${part}: nats:// 또는 tls:// 로 시작하거나 이름만 쓰세요.`,
    "login-inside": (part: string) => `${part}: 사용자 이름과 비밀번호는 주소가 아니라 아래 칸에 입력하세요.`,
    "bad-address": (part: string) => `${part}: 서버 주소가 아닙니다. broker.example.com:4222 처럼 쓰세요.`,
  } satisfies Record<ServersFault, (detail: string) => string>,
  userFaults: {
    "bad-id": () => "1자에서 64자까지의 이름이어야 합니다.",
    anothers: (user: string) => `이 인증 정보는 ${user}의 것입니다. 그 이름을 쓰거나 칸을 비워 두세요.`,
  },
  missingUsername: "사용자 이름을 입력하세요.",
  passwordFaults: {
    missing: "비밀번호를 입력하세요.",
    moved: "서버나 사용자가 바뀌었으니 비밀번호를 다시 입력하세요.",
    "too-long": "너무 깁니다.",
  },
  credentialsFaults: {
    missing: () => "인증 파일을 고르거나 내용을 붙여 넣으세요.",
    moved: () => "서버나 사용자가 바뀌었으니 인증 정보를 다시 입력하세요.",
    "too-large": () => "너무 큽니다. 인증 파일이 맞는지 확인하세요.",
    "not-credentials": () => "인증 파일의 내용이 아닙니다. 관리자에게 받은 .creds 파일을 고르세요.",
    incomplete: () => "일부만 있습니다. 처음 줄부터 마지막 줄까지 모두 붙여 넣으세요.",
    "not-a-persons": () => "개인의 인증 정보가 아니라 관리자용 키입니다. 쓰지 말고 관리자에게 알리세요.",
    expired: (on: string) => `${on}에 기한이 끝난 인증 정보입니다. 관리자에게 새것을 받으세요.`,
  } satisfies Record<CredentialsFault | "moved", (detail: string) => string>,

  keeping: {
    keychain: "비밀번호와 인증 정보는 이 PC의 보안 저장소에 암호화해서 보관합니다.",
    memory:
      "이 PC에는 보안 저장소가 없어 비밀번호와 인증 정보를 디스크에 쓰지 않습니다. 앱이 끝나면 다시 입력해야 합니다.",
    waiting:
      "이 PC의 보안 저장소(키링)가 아직 응답하지 않습니다. 응답할 때까지 비밀번호와 인증 정보를 메모리에만 두고, 응답하면 암호화해서 보관합니다.",
  },

  steps: {
    reach: "서버 찾기",
    secure: "보안 연결",
    "sign-in": "로그인",
    read: "결재 건수 확인",
  } satisfies Record<TestStep, string>,
  stepStates: { done: "완료", now: "확인 중", failed: "실패", open: "대기", skipped: "해당 없음" },
  testing: {
    reach: "서버에 연결하는 중…",
    secure: "보안 연결을 확인하는 중…",
    "sign-in": "로그인하는 중…",
    read: "결재 건수를 읽을 수 있는지 확인하는 중…",
  } satisfies Record<TestStep, string>,
  succeeded: "연결되었습니다",
  found: (names: string, more: number) =>
    more > 0 ? `${names} 외 ${more}개 서비스의 알림을 받습니다.` : `${names} 알림을 받습니다.`,
  foundNone: "아직 등록된 서비스가 없습니다. 관리자가 등록하면 저절로 나타납니다.",
  failed: {
    "name-not-found": "그런 이름의 서버가 없습니다",
    unreachable: "서버에 연결할 수 없습니다",
    disconnected: "연결하자마자 끊어졌습니다",
    "no-answer": "서버가 응답하지 않습니다",
    "not-nats": "다른 프로그램이 응답합니다",
    "too-slow": "시간 안에 끝나지 않았습니다",
    tls: "서버의 인증서를 확인할 수 없습니다",
    "no-encryption": "서버가 암호화를 하지 않습니다",
    "file-unreadable": "인증서나 인증 정보 파일을 쓸 수 없습니다",
    credentials: "로그인이 거부되었습니다",
    permission: "결재 건수를 읽을 권한이 없습니다",
    "no-stream": "서버가 아직 준비되지 않았습니다",
  } satisfies Record<TestCause, string>,
  advice: {
    "name-not-found": (host: string) =>
      `${host}: 철자를 확인하세요. 회사 밖이라면 VPN에 연결한 뒤 다시 확인하세요.`,
    unreachable: () => "서버 주소와 포트가 맞는지, 네트워크(VPN)에 연결되어 있는지 확인하세요.",
    disconnected: () => "잠시 뒤에 다시 확인하세요. 계속되면 관리자에게 문의하세요.",
    "no-answer": () => "네트워크(VPN)를 확인하세요. 방화벽이 막고 있을 수도 있습니다.",
    "too-slow": () => "네트워크가 느리거나 서버가 바쁩니다. 잠시 뒤에 다시 확인하세요.",
    "no-encryption": () =>
      "관리자가 암호화 없이 쓰라고 했다면 주소 앞에 nats:// 를 붙이세요. 아니라면 주소를 확인하세요.",
    "file-unreadable": (file: string, why: string) => `설정에 있는 파일입니다: ${file} (${why})`,
    credentials: {
      password: "사용자 이름과 비밀번호를 다시 입력하세요. 한/영과 Caps Lock도 확인하세요.",
      credentials: "인증 파일이 이 서버의 것인지, 취소되지 않았는지 관리자에게 확인하세요.",
    },
    permission: (user: string) =>
      `로그인은 되지만 ${user}의 건수를 읽을 수 없습니다. 위의 이름이 맞는지 확인하세요. 맞다면 관리자에게 권한을 요청하세요.`,
  },
  notSaved: "저장하지 못했습니다",

  test: "연결 확인",
  testAgain: "다시 확인",
  save: "저장하고 시작",
  saveAnyway: "확인 없이 저장",
};

export type AccountWords = typeof accountKo;
