import type { SnoozeChoice } from "../../core/attention/pause.ts";

/** The board: its rows, menus and list of keys. */
export const boardKo = {
  changed: (ago: string) => ago,
  openPage: (service: string) => `${service} 결재함 열기`,
  noPage: "결재함 주소가 등록되지 않았습니다",
  noServices: "등록된 서비스가 없습니다",
  noServicesHint: "관리자가 서비스 목록을 등록하면 여기에 나타납니다.",
  minutesLeft: (minutes: number) => `${minutes}분 남음`,
  snoozedUntil: (time: string) => `${time}까지 미룸`,
  muted: "알림 꺼짐",
  rowMenu: (service: string) => `${service} 메뉴`,
  snooze: {
    "half-hour": "30분 뒤 다시 알림",
    hour: "1시간 뒤 다시 알림",
    "three-hours": "3시간 뒤 다시 알림",
    afternoon: "오늘 17:00에 다시 알림",
    tomorrow: "다음 근무일 아침에 다시 알림",
  } satisfies Record<SnoozeChoice, string>,
  snoozeUntil: "다시 알릴 날짜와 시각 지정…",
  endSnooze: "미루기 해제",
  delivery: (choice: string) => `알림: ${choice}`,
  settings: "설정",
  account: "연결 설정 열기",
  more: "더 보기",
  history: "알림 기록",
  help: "단축키",
  keys: {
    move: "항목 사이 이동",
    open: "결재함 열기",
    digit: "해당 번호의 결재함 열기",
    menu: "항목 메뉴 (마우스 오른쪽 버튼)",
    settings: "설정",
    help: "단축키 보기",
    close: "닫기",
  },
};

export type BoardWords = typeof boardKo;
