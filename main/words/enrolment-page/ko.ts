/** The page of the company's sign-on that connects an app. */
export const enrolmentPageKo = {
  title: "알림이 연결",
  heading: "이 PC의 알림이를 연결할까요?",
  who: "결재자 ID",
  pc: "PC 이름",
  number: "확인 번호",
  compare:
    "알림이 창에 보이는 확인 번호와 같을 때만 연결하세요. 직접 알림이에서 시작한 것이 아니거나 번호가 다르면 취소하세요. 다른 사람의 앱이 내 결재 건수를 읽게 될 수 있습니다.",
  connect: "연결",
  cancel: "취소",
  refused: {
    "bad-request": "주소가 올바르지 않습니다. 알림이에서 다시 시작하세요.",
    "person-unknown": "회사 명부에 없는 사람입니다. 관리자에게 문의하세요.",
    unavailable: "지금은 서버가 확인할 수 없습니다. 잠시 뒤에 다시 시도하세요.",
    "too-late": "대기 시간이 지났습니다. 알림이에서 다시 시작하세요.",
  },
};

export type EnrolmentPageWords = typeof enrolmentPageKo;
