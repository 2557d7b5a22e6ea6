import type { PauseChoice } from "../../core/attention/pause.ts";
import type { SettingsPage } from "../../core/command.ts";
import type { EffectiveValue } from "../../core/policy/effective.ts";
import type { PreferenceKey, Preferences } from "../../core/preferences/preferences.ts";
import { fileDetail } from "../file/index.ts";
import { historyKo } from "../history/ko.ts";
import { hoursKo } from "../hours/ko.ts";
import { servicesKo } from "../services/ko.ts";
import { supportKo } from "../support/ko.ts";

/** The words of the settings window. Times are passed to them as text. */
export const settingsKo = {
  title: "알림이 설정",
  pagesLabel: "설정 페이지",
  pages: {
    notifications: "알림",
    hours: "시간",
    services: "서비스",
    general: "일반",
    account: "계정",
    policy: "적용된 설정",
    history: "알림 기록",
    support: "지원",
  } satisfies Record<SettingsPage, string>,
  pageHints: {
    notifications: "무엇을 언제 어떻게 알릴지 정합니다. 바꾸면 바로 적용됩니다.",
    hours: "언제 알릴지 정합니다. 알리지 않는 시간에 온 결재는 모아 두었다가 한 번에 알립니다.",
    services:
      "서비스마다 알리는 방법을 고르거나 잠시 미룹니다. ‘끄기’를 골라도 결재 현황과 트레이의 건수는 그대로 보입니다.",
    general: "화면과 단축키를 정하고, 설정을 파일로 옮깁니다.",
    account: "누구의 결재 건수를 어느 서버에서 받는지 보여 줍니다.",
    policy: "현재 적용된 값과 그 값을 누가 정했는지 보여 줍니다.",
    history: "알렸거나 알리지 않은 이유를 최근 100건까지 보여 줍니다.",
    support: "문제를 찾는 데 필요한 정보를 파일 하나로 모읍니다.",
  } satisfies Record<SettingsPage, string>,

  locked: "조직 정책으로 고정됨 — 관리자만 바꿀 수 있습니다",

  /** Headings of groups. */
  now: "지금",
  again: "다시 알림·요약",
  manner: "알리는 방식",
  work: "근무",
  quiet: "방해 금지",
  look: "화면",
  start: "시작과 단축키",
  move: "설정 옮기기",
  about: "정보",

  labels: {
    language: "언어",
    theme: "테마",
    sound: "알림 소리",
    startAtLogin: "로그인할 때 시작",
    shortcut: "결재 현황 여는 단축키",
    remindAfter: "다시 알림",
    workingDays: "근무일",
    workingHours: "근무 시간",
    lunch: "점심시간",
    holidays: "쉬는 날",
    onlyWorkingHours: "근무 시간에만 알림",
    urgentBreaksThrough: "급한 것은 근무 시간이 아니어도 알림",
    quietHours: "방해 금지 시간",
    quietDays: "방해 금지 요일",
    morningDigest: "아침 요약",
    leavingDigest: "퇴근 전 요약",
    weeklySummary: "주간 요약",
    hideNamesWhenLocked: "잠금 화면에서 내용 숨기기",
    delivery: "서비스별 알림",
    batchTimes: "모아서 알리는 시각",
  } satisfies Record<PreferenceKey, string>,

  notSaved: "아직 저장하지 않았습니다.",
  /** Why a value was refused. */
  refusals: {
    language: "지원하지 않는 언어입니다.",
    theme: "지원하지 않는 테마입니다.",
    sound: "켜짐이나 꺼짐만 고를 수 있습니다.",
    startAtLogin: "켜짐이나 꺼짐만 고를 수 있습니다.",
    shortcut: "Ctrl, Alt, Shift, Win 가운데 하나 이상과 글자·숫자·기능 키 하나를 함께 누르세요.",
    remindAfter: "5분에서 7일 사이로 정하세요.",
    workingDays: "월요일부터 일요일 가운데에서 고르세요.",
    workingHours: "시작 시각이 끝 시각보다 빨라야 합니다.",
    lunch: "시작 시각이 끝 시각보다 빨라야 합니다.",
    holidays: "날짜는 2026-12-25처럼 입력하세요.",
    onlyWorkingHours: "켜짐이나 꺼짐만 고를 수 있습니다.",
    urgentBreaksThrough: "켜짐이나 꺼짐만 고를 수 있습니다.",
    quietHours: "시작 시각과 끝 시각이 같을 수 없습니다.",
    quietDays: "월요일부터 일요일 가운데에서 고르세요.",
    morningDigest: "켜짐이나 꺼짐만 고를 수 있습니다.",
    leavingDigest: "켜짐이나 꺼짐만 고를 수 있습니다.",
    weeklySummary: "켜짐이나 꺼짐만 고를 수 있습니다.",
    hideNamesWhenLocked: "켜짐이나 꺼짐만 고를 수 있습니다.",
    delivery: "서비스마다 바로, 모아서, 급한 것만, 끄기 가운데 하나여야 합니다.",
    batchTimes: "시각은 여섯 개까지, 09:30처럼 입력하세요.",
  } satisfies Record<PreferenceKey, string>,

  refusedTime: "시각은 00:00부터 23:59까지, 09:30처럼 입력하세요.",

  remindHint: (after: string | null): string =>
    after === null
      ? "한 번 알린 결재는 다시 알리지 않습니다."
      : `알린 뒤 ${after}이 지나도 대기 중이면 근무 시간에 다시 알립니다.`,
  remindNever: "다시 알리지 않음",
  remindAfter: (after: string) => `${after} 뒤`,
  morningHint: (from: string) => `근무일 ${from}에 대기 중인 결재를 한 번에 알립니다.`,
  leavingHint: (to: string) => `근무일 퇴근(${to}) 30분 전에 남은 결재를 한 번에 알립니다.`,
  weeklyHint:
    "금요일 오후에 이번 주 결재가 몇 건이었고 얼마나 기다렸는지 결재 현황에 보여 줍니다. 이 PC에서만 계산하고 어디에도 보내지 않습니다.",
  soundHint: "끄면 소리 없이 화면에만 알립니다.",
  hideHint: (isOn: boolean): string =>
    isOn
      ? "화면이 잠겨 있으면 새 결재가 있다고만 알리고, 잠금을 풀면 내용을 알립니다."
      : "화면이 잠겨 있어도 서비스 이름과 건수를 그대로 알립니다.",
  sampleHint: "지금 설정대로 알림을 하나 띄워 봅니다.",
  sampleButton: "테스트 알림 보내기",
  sampleTitle: "테스트 알림",
  sampleBody: "새 결재가 오면 이렇게 알려 드립니다.",
  ...hoursKo,
  ...servicesKo,

  pauseLabel: "알림 끄기",
  pauseOn: "지금은 알림이 켜져 있습니다. 잠시 끄면 그동안 온 결재는 모아서 알립니다.",
  pauseOff: (until: string) => `${until}까지 알림이 꺼져 있습니다. 그동안 온 결재는 모아서 알립니다.`,
  pauseChoices: {
    hour: "1시간",
    evening: "퇴근까지",
    tomorrow: "다음 근무일까지",
  } satisfies Record<PauseChoice, string>,
  pauseUntilLabel: "이 시각까지 알림 끄기",
  pauseUntil: "까지 끄기",
  leaveLabel: "휴가 후 복귀일",
  leaveButton: "휴가로 설정",
  delegate: "대결자를 지정하셨나요?",
  delegateOpen: (service: string) => `${service} 대결자 지정`,
  resume: "다시 켜기",

  languages: { ko: "한국어", en: "English" },
  languageHint: "창, 트레이, 알림의 언어가 바로 바뀝니다.",
  languageSystem: (language: string) => `시스템 언어 (${language})`,
  themeHint: "결재 현황과 설정 창에 적용됩니다.",
  themes: {
    system: "시스템 설정에 따름",
    light: "라이트",
    dark: "다크",
  } satisfies Record<Preferences["theme"], string>,
  startAtLoginHint: "PC에 로그인하면 알림이가 자동으로 시작되어 트레이에 나타납니다.",
  shortcutHint: "다른 프로그램을 쓰는 중에도 이 키로 결재 현황을 엽니다.",
  shortcutNone: "없음",
  shortcutChange: "단축키 지정",
  shortcutPress: "사용할 키를 함께 누르세요 (취소: Esc)",
  shortcutClear: "지우기",

  exportLabel: "내보내기…",
  importLabel: "가져오기…",
  moveHint: "설정을 JSON 파일로 저장하거나 불러옵니다. 계정과 비밀번호는 포함되지 않습니다.",
  resetLabel: "기본값으로 되돌리기",
  resetHint: "이 창에서 바꾼 설정을 모두 기본값으로 되돌립니다. 계정은 그대로입니다.",
  resetAsk: "설정을 모두 기본값으로 되돌릴까요?",
  resetYes: "되돌리기",
  resetNo: "취소",
  version: (version: string) => `알림이 ${version}`,

  policy: {
    files: "관리자 설정",
    noFiles: "없음",
    faults: "적용하지 않은 항목",
    fleet: "관리자에게 상태 보고",
    fleetOn:
      "켜짐: 버전, 연결, 알림과 트레이의 상태를 한 시간에 한 번 보냅니다. 결재 건수와 서비스는 보내지 않습니다.",
    values: "적용된 값",
    on: "켜짐",
    off: "꺼짐",
    none: "없음",
    /** Where a value comes from. The file follows. */
    sources: {
      "built-in": "기본값",
      "policy default": "관리자 기본값 (바꿀 수 있음)",
      person: "직접 설정함",
      "policy lock": "관리자가 고정함",
    } satisfies Record<EffectiveValue<unknown>["source"], string>,
  },

  accountUser: "사용자",
  accountServers: "서버",
  accountSignIn: "로그인 방법",
  accountState: "연결 상태",
  credentials: {
    password: "사용자 이름과 비밀번호",
    "creds-file": "인증 파일 (.creds)",
    enrolled: "회사 등록 (자동으로 갱신)",
    "nkey-file": "NKey 파일",
    none: "인증 정보 없음",
  },
  accountNone: "아직 계정이 없습니다. 서버와 사용자를 입력하면 연결합니다.",
  accountChange: "계정·서버 바꾸기…",
  accountSetUp: "계정 연결하기…",
  accountChangeHint: "단계별로 안내하며, 새 연결이 확인된 뒤에 바꿉니다.",

  exportTitle: "설정 내보내기",
  importTitle: "설정 가져오기",
  exportFile: "알림이 설정.json",
  fileType: "알림이 설정 (JSON)",
  outcomes: {
    exported: (file: string) => `설정을 내보냈습니다: ${file}`,
    exportFailed: (file: string, detail: string) =>
      `파일을 저장하지 못했습니다: ${file} (${fileDetail("ko", detail)})`,
    imported: (file: string, values: number, fixed: number) =>
      `설정 ${values}개를 가져왔습니다: ${file}${fixed === 0 ? "" : ` (${fixed}개는 조직 정책으로 고정되어 그대로입니다)`}`,
    importUnreadable: (file: string, detail: string) =>
      `파일을 읽지 못했습니다. 바뀐 설정은 없습니다: ${file} (${fileDetail("ko", detail)})`,
    importRefused: (file: string) => `가져오지 않았습니다. 바뀐 설정은 없습니다: ${file}`,
    notSettings: "설정 파일(JSON)이 아닙니다.",
    tooLarge: "설정 파일로 보기에는 너무 큽니다.",
    unknownKey: (key: string) => `알 수 없는 항목: ${key}`,
    badValue: (label: string, why: string) => `${label}: ${why}`,
    reset: "기본값으로 되돌렸습니다.",
  },
  dismiss: "확인",

  history: historyKo,
  support: supportKo,
};

export type SettingsWords = typeof settingsKo;
