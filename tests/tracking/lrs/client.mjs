// A program in JavaScript: writes to the record store with @xapi/xapi, reads back, and prints what it read as JSON.
//   node client.mjs ENDPOINT KEY SECRET VERSION
import { createRequire } from "node:module";

const { default: XAPI } = createRequire(import.meta.url)("@xapi/xapi");
const [endpoint, key, secret, version] = process.argv.slice(2);
const xapi = new XAPI({ endpoint, auth: XAPI.toBasicAuth(key, secret), version, adapter: "fetch" });

const agent = { objectType: "Agent", account: { homePage: "https://lms.example", name: "officer-q7x0" } };
const activityId = "https://lms.example/lessons/1";
const lesson = { objectType: "Activity", id: activityId, definition: { name: { en: "Lesson" } } };
const read = { id: "https://w3id.org/xapi/adb/verbs/read", display: { en: "read" } };
const deed = { actor: agent, verb: read, object: lesson };
const told = {};

const [id] = (await xapi.sendStatement({ statement: deed })).data;
const ids = (await xapi.sendStatements({ statements: [deed, deed, deed] })).data;
told.one = (await xapi.getStatement({ statementId: id })).data.object.id;
const page = (await xapi.getStatements({ agent, verb: read.id, limit: 3 })).data;
const rest = (await xapi.getMoreStatements({ more: page.more })).data;
told.pages = [page.statements.length, rest.statements.length, rest.more];

await xapi.voidStatement({ actor: agent, statementId: ids[0] });
told.voided = (await xapi.getVoidedStatement({ voidedStatementId: ids[0] })).data.id === ids[0];

const content = new TextEncoder().encode("a file -- with dashes").buffer;
const digest = await crypto.subtle.digest("SHA-256", content);
const sha2 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
const attachment = {
  usageType: "https://x.example/file", display: { en: "File" }, contentType: "text/plain", length: content.byteLength, sha2,
};
const [withFile] = (await xapi.sendStatement({
  statement: { ...deed, attachments: [attachment] }, attachments: [content],
})).data;
const [statement, file] = (await xapi.getStatement({ statementId: withFile, attachments: true })).data;
told.attachment = [statement.id === withFile, file];

const place = { agent, activityId, stateId: "bookmark" };
await xapi.setState({ ...place, state: { page: 3 } });
await xapi.createState({ ...place, state: { chapter: 1 } });
const state = await xapi.getState(place);
told.state = [state.data, (await xapi.getStates({ agent, activityId })).data];
await xapi.deleteStates({ agent, activityId });
told.statesLeft = (await xapi.getStates({ agent, activityId })).data;

const profile = { agent, profileId: "preferences" };
await xapi.setAgentProfile({ ...profile, profile: { sound: "on" }, etag: "*", matchHeader: "If-None-Match" });
const first = await xapi.getAgentProfile(profile);
await xapi.setAgentProfile({ ...profile, profile: { sound: "off" }, etag: first.headers.etag, matchHeader: "If-Match" });
told.late = await xapi
  .setAgentProfile({ ...profile, profile: { sound: "loud" }, etag: first.headers.etag, matchHeader: "If-Match" })
  .then(() => "taken", () => "refused");
told.profile = (await xapi.getAgentProfile(profile)).data;
await xapi.createActivityProfile({ activityId, profileId: "map", profile: { pages: 9 } });
told.profiles = (await xapi.getActivityProfiles({ activityId })).data;

told.activity = (await xapi.getActivity({ activityId })).data;
told.person = (await xapi.getAgent({ agent })).data;
told.versions = (await xapi.getAbout()).data.version;
console.log(JSON.stringify(told));
