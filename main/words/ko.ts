import type { DeadlineStage, DigestOccasion } from "../core/attention/attention.ts";
import type { ProblemTexts } from "../core/problem.ts";
import { accountKo } from "./account-ko.ts";
import { boardKo } from "./board.ts";
import { digits } from "./digits.ts";
import { fileDetail } from "./file-detail.ts";
import { settingsKo } from "./settings.ts";

/** Every text of the app. Korean is the original. */
export const ko = {
  settings: settingsKo,
  account: accountKo,
  board: boardKo,

  appName: "알림이",
  waiting: (total: number) => `승인 대기 ${digits("ko", total)}건`,
  nothingWaits: "결재할 문서가 없습니다",
  nothingKnown: (none: number, unsure: number, unheard: number) =>
    [
      `${none}개 서비스에 대기 없음`,
      ...(unsure === 0 ? [] : [`${unsure}개 미확인`]),
      ...(unheard === 0 ? [] : [`${unheard}개는 정보 없음`]),
    ].join(" · "),
  unknownNow: "현재 건수를 알 수 없음",
  noData: "아직 받은 정보 없음",
  unheard: (services: number) => `아직 받은 정보 없음: ${services}개`,
  unsure: "미확인",
  someUnsure: "일부 미확인",
  asOf: (time: string) => `${time} 기준`,
  neverConnected: "아직 연결된 적 없음",
  count: (count: number) => `${digits("ko", count)}건`,

  changed: (ago: string) => `${ago} 변경`,
  openPage: (service: string) => `${service} 승인 화면 열기`,
  noPage: "연결된 승인 화면이 없습니다",
  noServices: "등록된 서비스가 없습니다",
  noServicesHint: "관리자가 서비스 목록을 등록하면 여기에 나타납니다.",
  dueBy: (time: string) => `${time}까지`,
  close: "닫기",
  startFailed: "알림이를 시작하지 못했습니다",

  menuOpenBoard: "현황판 열기",
  menuPause: "알림 잠시 끄기",
  pauseChoices: { hour: "1시간 동안", evening: "오늘 업무가 끝날 때까지", tomorrow: "다음 근무일 아침까지" },
  menuSettings: "설정…",
  menuResume: (until: string) => `알림 다시 켜기 (${until}까지 꺼짐)`,
  menuQuit: "알림이 종료",

  pausedUntil: (time: string) => `${time}까지 알림 꺼짐`,
  resume: "다시 켜기",

  connecting: "연결하는 중…",
  syncing: "최신 상태를 확인하는 중…",
  fresh: "최신 상태입니다",
  unsureServices: (services: number) => `${services}개 서비스의 건수를 확인하지 못했습니다`,
  unsureHint: "계속 다시 확인합니다.",
  stale: "연결 끊김",
  staleHint: {
    unreachable: "서버에 연결할 수 없습니다. 네트워크(VPN)를 확인하세요. 계속 다시 시도합니다.",
    disconnected: "서버와 연결이 끊어졌습니다. 계속 다시 연결합니다.",
    "no-answer": "서버가 응답하지 않습니다. 계속 다시 시도합니다.",
    "not-nats": "서버 주소에서 다른 프로그램이 응답합니다. 관리자에게 서버 주소를 확인하세요.",
    tls: "서버의 보안 인증서를 확인할 수 없습니다. 관리자에게 문의하세요.",
    "no-heartbeat":
      "서버가 응답하지만 다른 서버와 끊어져 있을 수 있어 건수가 오래된 것일 수 있습니다. 다른 서버로 다시 시도합니다. 계속되면 관리자에게 알려 주세요.",
  },
  refused: "접속이 거부되었습니다",
  refusedHint: {
    credentials: "사용자 이름이나 비밀번호(인증 정보)가 맞지 않습니다. 관리자에게 문의하세요.",
    permission:
      "알림이에 필요한 정보(승인 건수, 서비스 목록, 서버 상태 신호)를 읽을 권한이 없습니다. 관리자에게 문의하세요. 권한이 생기면 저절로 연결됩니다.",
    "no-stream": "서버가 아직 준비되지 않았습니다(스트림 없음). 관리자에게 문의하세요.",
  },
  misconfigured: "설정을 확인하세요",
  waitingForKeyring: "이 PC의 보안 저장소(키링)의 응답을 기다리는 중…",

  noticeTitle: (service: string) => service,
  noticeBody: (count: number, rise: number) =>
    count === rise
      ? `승인 대기 ${digits("ko", count)}건이 있습니다`
      : `승인 대기 ${digits("ko", count)}건 (새로 ${digits("ko", rise)}건)`,
  digestTitle: (occasion: DigestOccasion, total: number) => {
    const waiting = `승인 대기 ${digits("ko", total)}건`;
    return {
      news: `새 ${waiting}`,
      "while-away": `연결되지 않은 동안 새 ${waiting}`,
      "while-paused": `알림이 꺼진 동안 새 ${waiting}`,
      "while-quiet": `방해 금지 시간에 새 ${waiting}`,
      "while-presenting": `발표하는 동안 새 ${waiting}`,
      "while-locked": `화면이 잠긴 동안 새 ${waiting}`,
      reminder: `아직 ${waiting}이 있습니다`,
      deadline: `기한이 가까운 ${waiting}`,
      morning: `오늘 ${waiting}`,
      leaving: `퇴근 전 ${waiting}`,
      together: `${waiting}이 있습니다`,
    }[occasion];
  },
  digestRow: (service: string, count: number) => `${service} ${digits("ko", count)}`,
  deadlineTitle: (service: string, stage: DeadlineStage) =>
    ({ day: `${service}: 기한이 하루 안에 끝납니다`, hours: `${service}: 기한이 곧 끝납니다` })[stage],
  deadlineBody: (count: number, due: string) => `승인 대기 ${digits("ko", count)}건, ${due}까지`,
  hint: "새 소식이 있습니다. 화면 잠금을 풀면 보여 드립니다.",
  overflowTitle: "알림이가 실행 중입니다",
  overflowHint:
    "Windows는 새 아이콘을 작업 표시줄의 ∧ 버튼 뒤에 숨깁니다. ∧를 누르고 알림이 아이콘을 작업 표시줄로 끌어 놓으면 건수가 늘 보입니다.",
  noticeOpen: "열기",
  noticeLater: "1시간 뒤 다시 알림",
  digestMore: (services: number) => `외 ${services}개 서비스`,

  problems: {
    "not-set-up": () => "아직 연결하지 않았습니다. 서버 주소와 인증 정보를 넣으면 시작합니다.",
    "secret-lost": (_why: string) => "보관된 인증 정보를 쓸 수 없습니다. 다시 로그인해 주세요.",
    "keyring-waiting": () =>
      "비밀번호가 들어 있는 이 PC의 보안 저장소(키링)가 아직 응답하지 않습니다. 잠금을 푸는 창이 떠 있으면 그 암호를 입력하세요. 응답하면 바로 연결합니다.",
    "policy-missing": (file: string) => `설정 파일이 없습니다: ${file}`,
    "policy-unreadable": (file: string, detail: string) =>
      `설정 파일을 읽을 수 없습니다: ${file} (${fileDetail("ko", detail)})`,
    "policy-unsafe": (path: string) =>
      `관리자의 설정 파일을 쓰지 않았습니다. 관리자가 아닌 사용자도 바꿀 수 있는 경로입니다: ${path}`,
    "policy-refused": (file: string, detail: string) => `설정 파일이 잘못되었습니다: ${file} — ${detail}`,
    "file-unreadable": (file: string, detail: string) =>
      `설정에 있는 파일을 쓸 수 없습니다: ${file} (${fileDetail("ko", detail)})`,
    "bad-argument": (detail: string) => `명령줄 인자가 잘못되었습니다: ${detail}`,
    "start-failed": (detail: string) =>
      `예상하지 못한 오류입니다(${detail}). 관리자에게 로그 파일(logs/alrimi.log)을 보내 주세요.`,
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
      `상태를 저장하지 못했습니다(${detail}). 디스크 공간을 확인하세요. 알림은 계속됩니다.`,
    "log-refused": (file: string, detail: string) =>
      `로그 파일을 쓰지 않습니다: ${file} (${fileDetail("ko", detail)}). 알림은 계속됩니다. 그 자리를 비우고 알림이를 다시 시작하세요.`,
    "state-refused": (file: string, detail: string) =>
      `결재 건수를 저장하지 않습니다: ${file} (${fileDetail("ko", detail)}). 알림은 계속됩니다. 그 자리를 비우면 다시 저장합니다.`,
    "preferences-refused": (file: string, detail: string) =>
      `설정에서 고른 것을 저장하지 않습니다: ${file} (${fileDetail("ko", detail)}). 알림은 계속됩니다. 그 자리를 비우면 다시 저장합니다.`,
    "store-put-aside": (file: string) =>
      `저장 파일을 읽을 수 없어 따로 보관하고 새로 시작했습니다(손상되었거나 더 새로운 버전의 파일): ${file}`,
    "notifications-failed": (detail: string) =>
      `이 PC에서 알림을 띄울 수 없습니다${detail === "" ? "" : ` (${detail})`}. 트레이 숫자를 확인하세요.`,
    "no-tray": () =>
      "이 데스크톱에는 트레이가 없어 알림이 아이콘이 보이지 않습니다. GNOME이라면 ‘AppIndicator’ 확장 프로그램을 켜고, 다른 데스크톱이라면 패널에 알림 영역(시스템 트레이)을 추가하세요. 그때까지는 알림이를 다시 실행하면 이 현황판이 열립니다.",
    "shortcut-taken": (keys: string) =>
      `${keys} 단축키는 다른 프로그램이 쓰고 있어 사용할 수 없습니다. 설정에서 다른 키를 고르세요.`,
    "shortcut-wayland": (keys: string) =>
      `이 데스크톱(Wayland)은 프로그램에 ${keys} 단축키를 내주지 않습니다. 데스크톱의 키보드 설정에서 알림이를 실행하는 단축키를 만들면 그 키로 현황판이 열립니다.`,
    "autostart-failed": (detail: string) =>
      `로그인할 때 자동으로 시작하는 설정을 바꾸지 못했습니다: ${detail}`,
    "no-notification-server": () =>
      "이 데스크톱에서 알림을 띄우는 프로그램이 응답하지 않습니다. 트레이 숫자를 확인하세요.",
    "page-not-opened": (service: string) =>
      `‘${service}’ 페이지를 열지 못했습니다. 기본 웹 브라우저를 확인하세요.`,
    "older-counts": (services: string) =>
      `‘${services}’에서 더 오래된 건수가 와서, 보이는 건수가 맞지 않을 수 있습니다. 관리자에게 알려 주세요(서비스가 다시 보내야 하며, 번호를 처음부터 다시 매겼다면 새 epoch로 보내야 합니다).`,
    "too-many-services": (most: string) =>
      `서비스가 ${most}개를 넘어, 나머지 서비스의 건수는 표시하지 않습니다. 관리자에게 알려 주세요.`,
    "catalog-refused": (detail: string) => `서비스 목록이 잘못되어 이전 목록을 유지합니다: ${detail}`,
  } satisfies ProblemTexts,
};

/** The message catalogue: one entry for every text, the same in every language. */
export type Messages = typeof ko;
