/**
 * Slack's official JavaScript libraries against the local server.
 *
 * usage: node peer.mjs bolt|socket
 *
 * Reads SLACK_API_URL, SLACK_BOT_TOKEN and SLACK_APP_TOKEN; ends when its input ends. What it saw
 * goes to standard output as JSON lines: {"saw": NAME, ...}.
 *
 *   bolt    a Bolt app by Socket Mode: answers a message with blocks, streams, uploads a file,
 *           publishes the home view, answers a command and a button, opens a modal
 *   socket  a bare socket-mode client that acknowledges an event only when it comes again
 */
import bolt from '@slack/bolt';
import socketMode from '@slack/socket-mode';

const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN } = process.env;
const clientOptions = { slackApiUrl: SLACK_API_URL, retryConfig: { retries: 0 } };
const RECONNECT_AFTER_MS = 100;

/** @param {string} saw @param {object} more */
const tell = (saw, more = {}) => console.log(JSON.stringify({ saw, ...more }));

/** Log to standard error: standard output is for what was seen. */
const logger = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map((level) => [level, (...words) => level !== 'debug' && console.error(level, ...words)]),
);
Object.assign(logger, { setLevel() {}, getLevel: () => 'info', setName() {} });

const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = { type: 'actions', elements: [{ type: 'button', action_id: 'yes', text: { type: 'plain_text', text: 'Yes' }, value: '1' }] };
const plain = (text) => ({ type: 'plain_text', text });

/** What each message of the person makes the app do. */
const scenes = {
  async answer({ event, client }) {
    const posted = await client.chat.postMessage({
      channel: event.channel, thread_ts: event.ts, text: 'Two roles', unfurl_links: false,
      blocks: [section('*Two roles*'), button], metadata: { event_type: 'reply', event_payload: { id: 'r1' } },
    });
    const found = await client.conversations.replies({ channel: event.channel, ts: event.ts, include_all_metadata: true });
    tell('answered', { ts: posted.ts, marker: found.messages.at(-1).metadata });
  },
  async stream({ event, client, context }) {
    const stream = client.chatStream({
      channel: event.channel, thread_ts: event.ts, recipient_team_id: context.teamId, recipient_user_id: event.user, buffer_size: 4,
    });
    await stream.append({ markdown_text: 'Here are ' });
    await stream.append({ chunks: [{ type: 'task_update', id: '1', title: 'Search', status: 'complete' }] });
    await stream.stop({ markdown_text: '**two**.', blocks: [section('Was it useful?')] });
    const late = await client.chat.appendStream({ channel: event.channel, ts: stream.ts, markdown_text: 'x' }).catch((error) => error.data?.error);
    tell('streamed', { ts: stream.ts, late });
  },
  async upload({ event, client }) {
    const done = await client.filesUploadV2({ channel_id: event.channel, thread_ts: event.ts, file: Buffer.from('%PDF-1.7'), filename: 'letter.pdf' });
    tell('uploaded', { ok: done.ok });
  },
  async home({ event, client }) {
    const done = await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Profile')] } });
    await client.assistant.threads.setSuggestedPrompts({ channel_id: event.channel, prompts: [{ title: 'Find', message: 'Find roles' }] });
    await client.assistant.threads.setStatus({ channel_id: event.channel, thread_ts: event.ts, status: 'is thinking', loading_messages: ['Reading'] });
    tell('published', { view: done.view.type });
  },
  async limited({ event, client }) {
    const failed = await client.chat.postMessage({ channel: event.channel, text: 'x' }).catch((error) => ({ code: error.code, after: error.retryAfter, status: error.statusCode }));
    tell('limited', failed);
  },
};

async function runBolt() {
  const receiver = new bolt.SocketModeReceiver({
    appToken: SLACK_APP_TOKEN, logger, clientPingTimeout: RECONNECT_AFTER_MS, installerOptions: { clientOptions },
  });
  const app = new bolt.App({ token: SLACK_BOT_TOKEN, receiver, logger, clientOptions: { ...clientOptions, rejectRateLimitedCalls: true } });
  app.message(async (args) => {
    const scene = scenes[args.event.text];
    if (scene) await scene(args); else tell('heard', { text: args.event.text });
  });
  app.command('/careergini', async ({ ack, command, client }) => {
    await ack({ text: 'Working on it' });
    const opened = await client.views.open({
      trigger_id: command.trigger_id,
      view: { type: 'modal', callback_id: 'settings', title: plain('Settings'), blocks: [section('x')] },
    });
    tell('opened', { view: opened.view.id });
  });
  app.view('settings', async ({ ack }) => ack({ response_action: 'errors', errors: { pay: 'A number' } }));
  app.action('yes', async ({ ack, respond, action }) => {
    await ack();
    await respond({ text: 'Saved', replace_original: true });
    tell('pressed', { value: action.value });
  });
  app.error(async (error) => tell('error', { text: String(error) }));
  await app.start();
  return () => app.stop();
}

async function runSocket() {
  const client = new socketMode.SocketModeClient({ appToken: SLACK_APP_TOKEN, logger, clientOptions, clientPingTimeout: RECONNECT_AFTER_MS });
  client.on('slack_event', async ({ ack, body, retry_num, retry_reason }) => {
    tell('envelope', { event_id: body.event_id, retry_num, retry_reason });
    if (retry_num > 0) await ack();
  });
  await client.start();
  return () => client.disconnect();
}

const stop = await (process.argv[2] === 'socket' ? runSocket() : runBolt());
tell('ready');
process.stdin.on('end', async () => { await stop(); process.exit(0); }).resume();
