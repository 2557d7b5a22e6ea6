/** What a browser shows when the company's sign-on does not lead to a page. */
export const signOnKo = {
  title: "알림이 로그인",
  refused: {
    "bad-return": "주소가 올바르지 않습니다. 처음 페이지에서 다시 시작하세요.",
    "not-signed-on": "로그인하지 않았습니다. 처음 페이지에서 다시 시작하세요.",
    "sign-on-failed":
      "로그인하지 못했습니다. 처음 페이지에서 다시 시작하세요. 계속되면 관리자에게 문의하세요.",
    "other-origin": "이 페이지에서는 볼 수 없습니다. 관리자에게 문의하세요.",
    "person-unknown": "등록되지 않은 사용자입니다. 관리자에게 문의하세요.",
    "too-many-requests": "요청이 너무 많습니다. 1분 뒤에 다시 시도하세요.",
    "too-many-streams": "열린 페이지가 너무 많습니다. 다른 탭을 닫으세요.",
    unavailable: "지금은 서버가 확인할 수 없습니다. 잠시 뒤에 다시 시도하세요.",
  },
};

export type SignOnWords = typeof signOnKo;
