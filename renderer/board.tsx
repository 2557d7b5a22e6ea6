import type { BoardCommand } from "../main/desktop/windows/ipc-contract.ts";
import type { BoardView } from "../main/view/board.ts";
import { Board } from "./board/board.tsx";
import { startPage } from "./page.tsx";

startPage<BoardView, BoardCommand>((view, send) => <Board view={view} send={send} />);
