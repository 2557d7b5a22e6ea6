import type { ProblemWords } from "../../core/problem.ts";
import { fileDetail } from "../file/index.ts";

/** The text of each problem. */
const notificationsOff = {
  company: "회사 정책으로 이 PC의 알림이 꺼져 있습니다. 관리자에게 알림을 허용해 달라고 요청하세요.",
  all: "이 PC의 모든 알림이 꺼져 있습니다. 시스템 설정의 ‘알림’에서 켜세요.",
  app: "이 앱(알림이)의 알림이 꺼져 있습니다. 시스템 설정의 ‘알림’에서 켜세요.",
};
const loginRefused: Record<string, string> = {
  "key-withdrawn":
    "관리자가 이 PC의 연결을 해제했습니다. 계속 쓰려면 연결 설정에서 다시 로그인하거나 관리자에게 문의하세요.",
  "key-unknown": "이 PC의 등록이 해제되었습니다. 연결 설정에서 다시 로그인하세요.",
  "person-unknown":
    "회사 명부에 없는 사람이라 이 PC의 로그인을 갱신하지 않습니다. 잘못되었다면 관리자에게 문의하세요. 자동으로 다시 확인합니다.",
};
export const problemKo: ProblemWords = {
  "not-set-up": () => "아직 연결하지 않았습니다. 서버 주소와 인증 정보를 입력하면 시작합니다.",
  "secret-lost": (_why: string) => "저장된 인증 정보를 사용할 수 없습니다. 다시 로그인해 주세요.",
  "keyring-waiting": () =>
    "비밀번호가 들어 있는 이 PC의 보안 저장소(키링)가 아직 응답하지 않습니다. 잠금을 푸는 창이 떠 있으면 그 암호를 입력하세요. 응답하면 바로 연결합니다.",
  "policy-missing": (file: string) => `설정 파일이 없습니다: ${file}`,
  "policy-unreadable": (file: string, detail: string) =>
    `설정 파일을 읽을 수 없습니다: ${file} (${fileDetail("ko", detail)})`,
  "policy-unsafe": (path: string) =>
    `관리자가 아닌 사용자도 바꿀 수 있는 경로여서 관리자 설정 파일을 적용하지 않았습니다: ${path}`,
  "policy-refused": (file: string, detail: string) => `설정 파일이 잘못되었습니다: ${file} — ${detail}`,
  "policy-partly-refused": (where: string, detail: string, others: string) =>
    `관리자 설정 가운데 잘못된 항목은 적용하지 않았습니다: ${where} — ${detail}${others === "0" ? "" : ` (이 밖에 ${others}개)`}`,
  "file-unreadable": (file: string, detail: string) =>
    `설정에 지정된 파일을 사용할 수 없습니다: ${file} (${fileDetail("ko", detail)})`,
  "argument-twice": (name: string) => `명령줄 인자가 잘못되었습니다: ${name}이(가) 두 번 있습니다`,
  "argument-empty": (name: string) => `명령줄 인자가 잘못되었습니다: ${name}=PATH에 경로가 없습니다`,
  "argument-refused": (name: string) => `설치된 앱은 ${name} 인자로 시작하지 않습니다`,
  "start-failed": (detail: string) =>
    `예기치 않은 오류가 발생했습니다(${detail}). 관리자에게 로그 파일(logs/alrimi.log)을 보내 주세요.`,
  "lock-refused": (path: string, detail: string) =>
    `알림이의 폴더를 쓸 수 없습니다: ${path} (${fileDetail("ko", detail)}). 폴더의 권한과 디스크 공간을 확인하세요.`,
  "runs-on-other-computer": (host: string, pid: string, folder: string) =>
    `다른 PC(${host}, 프로세스 ${pid})의 알림이가 이 폴더를 쓰고 있습니다: ${folder}. 그 PC에서 알림이를 종료하세요. 이미 꺼진 PC라면 그 폴더의 SingletonLock을 지우세요.`,
  "runs-in-other-session": (pid: string, display: string) =>
    `다른 로그인 세션(화면 ${display}, 프로세스 ${pid})에서 알림이가 실행 중입니다. 그 세션에서 알림이를 종료한 뒤 다시 시작하세요.`,
  "runs-unanswering": (pid: string) =>
    `알림이가 이미 실행 중이지만(프로세스 ${pid}) 응답하지 않습니다. 다른 로그인 세션에서 실행 중이면 그 세션에서 종료하세요. 아니면 작업 관리자에서 그 프로세스를 끝낸 뒤 다시 시작하세요.`,
  "no-home": () =>
    "홈 폴더를 알 수 없습니다(HOME이 설정되어 있지 않고, 사용자 데이터베이스에도 없음). HOME을 설정하거나 --user-data-dir로 폴더를 지정하세요.",
  "no-user": () =>
    "로그인 이름을 알 수 없습니다(사용자 데이터베이스에도, USER에도 없음). 설정 파일에 user를 적거나 USER를 설정하세요.",
  "bad-user": (user: string) => `사용자 이름을 쓸 수 없습니다: ${user}`,
  "not-saved": (detail: string) =>
    `상태를 저장하지 못했습니다(${detail}). 디스크 공간을 확인하세요. 알림은 계속 옵니다.`,
  "log-refused": (file: string, detail: string) =>
    `로그 파일을 쓸 수 없습니다: ${file} (${fileDetail("ko", detail)}). 알림은 계속 옵니다. 그 경로의 파일이나 폴더를 옮기거나 지운 뒤 알림이를 다시 시작하세요.`,
  "state-refused": (file: string, detail: string) =>
    `결재 건수를 저장할 수 없습니다: ${file} (${fileDetail("ko", detail)}). 알림은 계속 옵니다. 그 경로의 파일이나 폴더를 옮기거나 지우면 다시 저장합니다.`,
  "preferences-refused": (file: string, detail: string) =>
    `바꾼 설정을 저장할 수 없습니다: ${file} (${fileDetail("ko", detail)}). 알림은 계속 옵니다. 그 경로의 파일이나 폴더를 옮기거나 지우면 다시 저장합니다.`,
  "store-put-aside": (file: string) =>
    `저장 파일을 읽을 수 없어 따로 보관하고 새로 시작했습니다(손상되었거나 더 새로운 버전의 파일): ${file}`,
  "notifications-failed": (detail: string) =>
    `이 PC에서 알림을 띄울 수 없습니다${detail === "" ? "" : ` (${detail})`}. 트레이 아이콘의 숫자를 확인하세요.`,
  "no-tray": () =>
    "이 데스크톱에는 트레이가 없어 알림이 아이콘이 보이지 않습니다. GNOME이라면 ‘AppIndicator’ 확장 프로그램을 켜고, 다른 데스크톱이라면 패널에 알림 영역(시스템 트레이)을 추가하세요. 그때까지는 알림이를 다시 실행하면 이 결재 현황이 열립니다.",
  "shortcut-taken": (keys: string) =>
    `${keys} 단축키는 다른 프로그램이 쓰고 있어 사용할 수 없습니다. 설정에서 다른 키를 지정하세요.`,
  "shortcut-wayland": (keys: string) =>
    `이 데스크톱(Wayland)에서는 앱이 ${keys} 단축키를 등록할 수 없습니다. 데스크톱의 키보드 설정에서 알림이를 실행하는 단축키를 만들면 그 키로 결재 현황이 열립니다.`,
  "autostart-failed": (detail: string) => `‘로그인할 때 시작’ 설정을 바꾸지 못했습니다: ${detail}`,
  "no-notification-server": () =>
    "이 데스크톱에서 알림을 띄우는 프로그램이 응답하지 않습니다. 트레이 아이콘의 숫자를 확인하세요.",
  "notifications-off": (by: string) =>
    `${notificationsOff[by as keyof typeof notificationsOff]} 그때까지는 트레이 아이콘의 숫자를 확인하세요.`,
  "do-not-disturb": () =>
    "방해 금지가 켜져 있어 이 데스크톱에 알림이 뜨지 않습니다. 방해 금지를 끄면 그동안 온 결재를 모아서 알립니다.",
  "page-not-opened": (service: string) =>
    `‘${service}’ 페이지를 열지 못했습니다. 기본 웹 브라우저를 확인하세요.`,
  "older-counts": (services: string) =>
    `‘${services}’에서 이전 건수가 다시 와서, 표시된 건수가 틀릴 수 있습니다. 관리자에게 알려 주세요(서비스가 다시 보내야 하며, 번호를 처음부터 다시 매겼다면 새 epoch로 보내야 합니다).`,
  "too-many-services": (most: string) =>
    `서비스가 ${most}개를 넘어, 나머지 서비스의 건수는 표시하지 않습니다. 관리자에게 알려 주세요.`,
  "catalog-refused": (detail: string) => `서비스 목록이 잘못되어 이전 목록을 유지합니다: ${detail}`,
  "login-ending": (until: string, since: string) =>
    `${since}부터 등록 서버에 연결되지 않아 이 PC의 로그인을 갱신하지 못했습니다. ${until}까지는 그대로 쓸 수 있습니다. 네트워크(VPN)를 확인하세요. 자동으로 다시 연결합니다.`,
  "login-ended": (at: string, since: string) =>
    `이 PC의 로그인이 ${at}에 만료되었습니다. ${since}부터 등록 서버에 연결되지 않습니다. 네트워크(VPN)를 확인하세요. 서버에 연결되면 바로 이어집니다.`,
  "login-refused": (reason: string, until: string) =>
    `${loginRefused[reason] ?? `등록 서버가 이 PC의 로그인을 갱신하지 않습니다(${reason}). 자동으로 다시 시도합니다.`} 현재 로그인은 ${until}에 만료됩니다.`,
};
