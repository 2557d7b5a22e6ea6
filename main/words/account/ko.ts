import type { TestCause, TestStep } from "../../core/account/connection-test.ts";
import type { CredentialsFault } from "../../core/account/credentials.ts";
import type { HiddenIcon, Keeping } from "../../core/account/dialog.ts";
import type { EnrolmentFault } from "../../core/account/enrolment.ts";
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
    "memory-only": "이 PC에는 보안 저장소가 없어, 앱을 종료하면 비밀번호가 지워집니다.",
    undecryptable: "저장된 인증 정보를 이 PC의 보안 저장소로 해독할 수 없습니다.",
    damaged: "저장된 인증 정보 파일이 손상되었습니다.",
    refused: "인증 정보를 저장한 경로에 일반 파일이 아닌 것(링크, 폴더, 파이프 등)이 있어 읽지 않았습니다.",
    locked: "이 PC의 보안 저장소가 잠겨 있거나 없어서 저장된 인증 정보를 읽을 수 없습니다.",
  },

  fixedReason: (file: string) =>
    `관리자가 정책 파일로 정해 두어 여기에서 바꿀 수 없습니다. 바꾸려면 관리자에게 문의하세요. (${file})`,
  fixedUnknown: "정책 파일을 읽을 수 없어 설정 내용을 표시할 수 없습니다.",
  signIns: {
    password: (username: string) => `사용자 이름과 비밀번호 (${username})`,
    credsFile: (file: string) => `인증 파일 (${file})`,
    nkeyFile: (file: string) => `키 파일 (${file})`,
    none: "인증 정보 없음",
  },
  signIn: "로그인 방법",

  servers: "서버 주소",
  serversExample: "예: broker.example.com",
  serversHint: "여러 개면 쉼표로 구분합니다.",
  serverMeans: (servers: string) => `연결할 주소: ${servers}`,
  notEncrypted:
    "nats:// 주소는 암호화되지 않을 수 있습니다. 비밀번호가 노출될 수 있으니 사내망에서만 사용하세요.",
  user: "결재자 ID",
  userHint: (user: string) => `비워 두면 ${user} 님의 건수를 읽습니다.`,
  /** Someone signs in by another name than the approver's. */
  userDiffers: (username: string, user: string) =>
    `${username} 계정으로 로그인해 ${user} 님의 결재 건수를 받습니다. 둘 다 본인이라면 두 칸을 같게 입력하세요.`,
  method: "로그인 방법",
  methods: { password: "이름과 비밀번호", credentials: "인증 파일(.creds)" },
  username: "사용자 이름",
  password: "비밀번호",
  showPassword: "비밀번호 표시",
  keptPassword: "저장된 비밀번호를 사용합니다",
  chooseFile: "파일 선택…",
  chooseFileTitle: "인증 파일 선택",
  chooseFileKinds: "인증 파일",
  chosenFile: (name: string) => `선택한 파일: ${name}`,
  forgetFile: "선택 취소",
  paste: "또는 내용을 여기에 붙여 넣기",
  keptCredentials: "저장된 인증 정보를 사용합니다. 바꾸려면 새로 붙여 넣거나 파일을 선택하세요.",
  belongsTo: (user: string) => `${user} 님의 인증 정보입니다.`,
  fileUnreadable: (detail: string) => `파일을 읽을 수 없습니다: ${fileDetail("ko", detail)}`,

  serversFaults: {
    missing: () => "서버 주소를 입력하세요.",
    "too-many": (most: string) => `서버는 ${most}개까지 입력할 수 있습니다.`,
    "bad-scheme": (part: string) => `${part}: nats:// 또는 tls://로 시작하거나 이름만 입력하세요.`,
    "login-inside": (part: string) => `${part}: 사용자 이름과 비밀번호는 주소가 아니라 아래 칸에 입력하세요.`,
    "bad-address": (part: string) =>
      `${part}: 서버 주소 형식이 아닙니다. broker.example.com:4222처럼 입력하세요.`,
  } satisfies Record<ServersFault, (detail: string) => string>,
  userFaults: {
    "bad-id": () => "1~64자로 입력하세요.",
    anothers: (user: string) => `이 인증 정보는 ${user} 님의 것입니다. 그 ID를 입력하거나 칸을 비워 두세요.`,
  },
  missingUsername: "사용자 이름을 입력하세요.",
  passwordFaults: {
    missing: "비밀번호를 입력하세요.",
    moved: "서버나 사용자가 바뀌었으니 비밀번호를 다시 입력하세요.",
    "too-long": "너무 깁니다.",
  },
  credentialsFaults: {
    missing: () => "인증 파일을 선택하거나 내용을 붙여 넣으세요.",
    moved: () => "서버나 사용자가 바뀌었으니 인증 정보를 다시 입력하세요.",
    "too-large": () => "너무 큽니다. 인증 파일이 맞는지 확인하세요.",
    "not-credentials": () => "인증 파일의 내용이 아닙니다. 관리자에게 받은 .creds 파일을 선택하세요.",
    incomplete: () => "내용이 일부만 있습니다. 첫 줄부터 마지막 줄까지 모두 붙여 넣으세요.",
    "not-a-persons": () => "개인 인증 정보가 아니라 관리자용 키입니다. 사용하지 말고 관리자에게 알려 주세요.",
    expired: (on: string) => `${on}에 만료된 인증 정보입니다. 관리자에게 새로 발급받으세요.`,
  } satisfies Record<CredentialsFault | "moved", (detail: string) => string>,

  keeping: {
    keychain: "비밀번호와 인증 정보는 이 PC의 보안 저장소에 암호화하여 저장합니다.",
    memory:
      "이 PC에는 보안 저장소가 없어 비밀번호와 인증 정보를 디스크에 저장하지 않습니다. 앱을 다시 시작하면 다시 입력해야 합니다.",
    waiting:
      "이 PC의 보안 저장소(키링)가 아직 응답하지 않습니다. 응답할 때까지 비밀번호와 인증 정보를 메모리에만 두고, 응답하면 암호화하여 저장합니다.",
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
  foundNone: "아직 등록된 서비스가 없습니다. 관리자가 등록하면 자동으로 나타납니다.",
  failed: {
    "name-not-found": "서버 이름을 찾을 수 없습니다",
    unreachable: "서버에 연결할 수 없습니다",
    disconnected: "연결하자마자 끊겼습니다",
    "no-answer": "서버가 응답하지 않습니다",
    "not-nats": "이 주소에서는 이 주소에서는 알림이 서버가 아닌 프로그램이 응답합니다",
    "too-slow": "응답이 너무 늦습니다",
    tls: "서버의 인증서를 확인할 수 없습니다",
    "no-encryption": "서버가 암호화를 지원하지 않습니다",
    "file-unreadable": "인증서나 인증 정보 파일을 사용할 수 없습니다",
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
      "관리자가 암호화 없이 연결하라고 안내했다면 주소 앞에 nats://를 붙이세요. 아니면 주소를 확인하세요.",
    "file-unreadable": (file: string, why: string) => `설정에 있는 파일입니다: ${file} (${why})`,
    credentials: {
      password: "사용자 이름과 비밀번호를 다시 입력하세요. 한/영과 Caps Lock도 확인하세요.",
      credentials: "이 서버의 인증 파일이 맞는지, 폐기되지 않았는지 관리자에게 확인하세요.",
    },
    permission: (user: string) =>
      `로그인은 되었지만 ${user} 님의 건수를 읽을 권한이 없습니다. 결재자 ID가 맞는지 확인하고, 맞으면 관리자에게 권한을 요청하세요.`,
  },
  notSaved: "저장하지 못했습니다",

  enrol: {
    heading: "회사 계정으로 연결합니다",
    intro: (host: string) =>
      `${host}에 로그인하면 이 PC의 알림이가 연결됩니다. 비밀번호를 앱에 저장하지 않습니다.`,
    changeHeading: "이 PC의 등록",
    enrolled: (user: string, until: string) =>
      `${user} 님으로 등록되어 있습니다. ${until}까지 유효하며, 그 전에 자동으로 갱신합니다.`,
    signOn: "회사 계정으로 로그인",
    signOnAgain: "다시 로그인",
    codeLabel: "일회용 코드",
    codeHint: "관리자에게 받은 코드가 있으면 입력하세요.",
    useCode: "코드로 연결",
    byHand: "직접 입력…",
    byEnrolment: "회사 계정으로 연결…",
    cancel: "취소",
    openAgain: "브라우저 다시 열기",
    working: "서버에 연결하는 중…",
    asking: "확인하는 중…",
    away: (host: string, since: string) =>
      `${since}부터 ${host}에 연결할 수 없습니다. 네트워크(VPN)를 확인하세요. 자동으로 다시 연결합니다.`,
    waiting: "브라우저에서 로그인하세요",
    waitingText: (until: string) =>
      `브라우저의 확인 번호가 아래와 같으면 [연결]을 누르세요. ${until}까지 기다립니다.`,
    number: "확인 번호",
    keeping: {
      keychain: "로그인에 쓰는 키는 이 PC 밖으로 나가지 않으며, 보안 저장소에 암호화하여 저장합니다.",
      memory:
        "이 PC에는 보안 저장소가 없어 로그인을 디스크에 저장하지 않습니다. 앱을 다시 시작하면 다시 로그인해야 합니다.",
      waiting: "이 PC의 보안 저장소(키링)가 아직 응답하지 않습니다. 응답하면 로그인을 암호화하여 저장합니다.",
    } satisfies Record<Keeping, string>,
    faults: {
      "bad-code": "코드가 맞지 않습니다. 글자를 다시 확인하세요.",
      "code-used": "이미 사용한 코드입니다. 관리자에게 새 코드를 받으세요.",
      "code-expired": "기한이 지난 코드입니다. 다시 로그인하거나 관리자에게 새 코드를 받으세요.",
      "bad-signature": "서버가 요청을 확인하지 못했습니다. 다시 시도하세요.",
      "key-unknown": "이 PC는 등록되어 있지 않습니다. 다시 로그인하세요.",
      "key-withdrawn": "관리자가 이 PC의 연결을 해제했습니다. 다시 시도하거나 관리자에게 문의하세요.",
      "person-unknown": "회사 명부에 없는 사람입니다. 관리자에게 문의하세요.",
      "too-many-keys": "등록된 PC가 너무 많습니다. 쓰지 않는 PC를 관리자에게 알려 주세요.",
      "too-many-attempts": "잘못된 코드를 너무 많이 입력했습니다. 1분 뒤에 다시 시도하세요.",
      "bad-request": "서버가 요청을 처리하지 못했습니다. 알림이가 최신 버전인지 확인하세요.",
      unavailable: "서버가 지금은 처리할 수 없습니다. 잠시 뒤에 다시 시도하세요.",
      "too-late": "로그인을 기다리는 시간이 지났습니다. 다시 시도하세요.",
      "browser-not-opened": "웹 브라우저를 열 수 없습니다. 기본 웹 브라우저를 확인하세요.",
      declined: "브라우저에서 취소했습니다.",
      "no-sign-on": "이 서버에서는 회사 로그인을 쓸 수 없습니다. 관리자에게 받은 코드를 입력하세요.",
      "not-saved": "로그인을 저장하지 못했습니다. 디스크 공간과 권한을 확인하세요.",
    } satisfies Record<EnrolmentFault, string>,
    browser: {
      returned: "알림이로 돌아가세요. 이 창은 닫아도 됩니다.",
      declined: "취소했습니다. 이 창은 닫아도 됩니다.",
    },
  },

  startAtLogin: "로그인할 때 시작",
  startAtLoginHint:
    "PC에 로그인하면 알림이가 자동으로 시작되어 트레이에 나타납니다. 나중에 설정에서 바꿀 수 있습니다.",
  hiddenIcon: {
    "windows-overflow": {
      heading: "아이콘이 작업 표시줄의 ∧ 안에 있습니다",
      text: "∧를 누르고 알림이 아이콘을 작업 표시줄로 끌어다 놓으면 건수가 항상 보입니다.",
    },
    "gnome-extension": {
      heading: "GNOME에서는 아이콘이 아직 보이지 않습니다",
      text: "‘AppIndicator’ 확장 프로그램을 켜면 화면 위쪽 표시줄에 종 아이콘이 나타납니다.",
    },
  } satisfies Record<HiddenIcon, { heading: string; text: string }>,

  test: "연결 확인",
  testAgain: "다시 확인",
  save: "저장하고 시작",
  saveAnyway: "확인 없이 저장",
};

export type AccountWords = typeof accountKo;
