import type { BoardContract } from "../main/desktop/windows/contracts/board.ts";
import type { Bridge } from "../main/desktop/windows/contracts/window.ts";
import { Board } from "./board/board.tsx";
import { startPage } from "./page.tsx";

declare const alrimi: Bridge<BoardContract>;

startPage(alrimi, (view, send) => <Board view={view} send={send} />);
