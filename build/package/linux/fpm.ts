import { isMain } from "../../is-main.ts";
import { buildDeb } from "./deb.ts";
import { parseFpmArguments } from "./fpm-arguments.ts";
import { buildRpm } from "./rpm.ts";

/**
 * The part of fpm that electron-builder uses for deb and rpm, over the systems' own tools `dpkg-deb` and `rpmbuild`: fpm is
 * in no distribution, and on a closed network it cannot be fetched.
 */
if (isMain(import.meta.filename)) {
  const given = parseFpmArguments(process.argv.slice(2));
  await (given.target === "deb" ? buildDeb(given) : buildRpm(given));
}
