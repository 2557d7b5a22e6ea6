/** The words of the guided dialog for server and credentials. */
export const accountKo = {
  title: "알림이 연결",
};

export const accountEn: typeof accountKo = {
  title: "Connect Alrimi",
};
