import { repoRoot } from "../paths.ts";
import { ROOMS } from "./rooms.ts";
import * as rules from "./rules.ts";

/** `npm run layers`: prints the rooms and their imports, read from the code, and the violations of the rules. */
const house = rules.readHouse(repoRoot);

console.log("Rooms, from the inside out. Each arrow shows the number of imports.\n");
for (const { folder, holds } of ROOMS) {
  const files = house.files.filter((file) => rules.isIn(file, folder));
  const size = files.reduce((sum, file) => sum + rules.linesOf(repoRoot, file), 0);
  console.log(`${folder}/  ${files.length} files, ${size} lines: ${holds}`);
  const arrows = new Map<string, number>();
  for (const { file, target } of house.imports) {
    const to = rules.roomOf(target)?.folder;
    if (rules.isIn(file, folder) && to !== undefined && to !== folder)
      arrows.set(to, (arrows.get(to) ?? 0) + 1);
  }
  const text = ROOMS.flatMap(({ folder: to }) => (arrows.has(to) ? [`${to} ${arrows.get(to)}`] : [])).join(
    ", ",
  );
  console.log(`    -> ${text || "nothing"}\n`);
}

const broken = {
  "no room": rules.homeless(house),
  "an import that is not allowed": rules.wrongArrows(house),
  "a circular import": rules.circles(house).map((circle) => circle.join(" <-> ")),
  "a package in several files": rules.spreadPackages(house),
  "a pure room that reads the machine": rules.impureLines(house),
  [`over ${rules.LONGEST} lines`]: rules.longFiles(house),
};
for (const [name, found] of Object.entries(broken)) {
  for (const each of found) console.log(`${name}: ${each}`);
}
const count = Object.values(broken).flat().length;
console.log(count === 0 ? "No rule is broken." : `${count} places break a rule.`);
process.exitCode = count === 0 ? 0 : 1;
