// A small bot on grammY against the server named by TELEGRAM_URL. It says what it did, one JSON
// object per line on its standard output, and the test that started it pushes the next update.
import { createHash } from "node:crypto";
import { Bot, GrammyError, InlineKeyboard, InputFile, InputMediaBuilder } from "grammy";

const url = process.env.TELEGRAM_URL;
const token = process.env.TELEGRAM_TOKEN;
const bot = new Bot(token, { client: { apiRoot: url } });
const say = (step, more = {}) => console.log(JSON.stringify({ step, ...more }));

async function refusal(call) {
  try {
    await call;
  } catch (error) {
    if (error instanceof GrammyError) {
      return { code: error.error_code, description: error.description, ...error.parameters };
    }
    return { code: 0, description: error.name };
  }
  return { code: 200, description: "taken" };
}

bot.on("message:document", async (context) => {
  const file = await context.getFile();
  const answer = await fetch(`${url}/file/bot${token}/${file.file_path}`);
  const content = Buffer.from(await answer.arrayBuffer());
  const sent = await context.replyWithDocument(new InputFile(content, "copy.pdf"), {
    caption: "*Copy*",
    parse_mode: "MarkdownV2",
    reply_parameters: { message_id: context.msg.message_id },
  });
  const album = await context.replyWithMediaGroup([
    InputMediaBuilder.document(new InputFile(content, "a.pdf")),
    InputMediaBuilder.document(sent.document.file_id),
  ]);
  const digest = createHash("sha256").update(content).digest("hex");
  say("document", { digest, name: sent.document.file_name, album: album.length });
});

bot.on("message:text", async (context) => {
  if (context.msg.text === "stop") {
    say("errors", {
      long: await refusal(context.reply("x".repeat(4097))),
      markup: await refusal(context.reply("1.", { parse_mode: "MarkdownV2" })),
      nobody: await refusal(context.api.sendMessage(404404, "x")),
      flood: await refusal(context.reply("later")),
      dropped: await refusal(context.reply("dropped")),
      unknown: await refusal(context.api.raw.getChatMemberCount({ chat_id: context.chat.id })),
    });
    await bot.stop();
    return;
  }
  await context.api.sendMessageDraft(context.chat.id, 1, "Looking");
  const keyboard = new InlineKeyboard().text("Save", "save:1").url("Open", "https://example.org/1");
  const sent = await context.reply("Two <b>roles</b>", { parse_mode: "HTML", reply_markup: keyboard });
  say("replied", { message: sent.message_id, entities: sent.entities });
});

bot.on("callback_query:data", async (context) => {
  await context.editMessageText(`Saved ${context.callbackQuery.data}`);
  const same = await refusal(context.editMessageText(`Saved ${context.callbackQuery.data}`));
  const answered = await context.answerCallbackQuery({ text: "Saved" });
  const late = await refusal(context.api.answerCallbackQuery("1"));
  await context.deleteMessage();
  say("pressed", { same, answered, late });
});

await bot.init();
await bot.api.setMyCommands([{ command: "ask", description: "Ask" }], {
  scope: { type: "all_private_chats" },
  language_code: "de",
});
const commands = await bot.api.getMyCommands({
  scope: { type: "all_private_chats" },
  language_code: "de",
});
say("started", { username: bot.botInfo.username, commands });
await bot.start({ timeout: 20, allowed_updates: ["message", "callback_query"] });
say("stopped");
