// What of a page the mail programs of Gmail, Outlook and Apple do not draw: JSON, one line.
import { doIUseEmail } from "@jsx-email/doiuse-email";

let html = "";
for await (const piece of process.stdin) html += piece;
const found = doIUseEmail(html, { emailClients: ["gmail.*", "outlook.*", "apple-mail.*"] });
console.log(JSON.stringify([...new Set(found.errors ?? [])]));
