// The rows of the plan's editor, and how they reach the server.
//
// A row is saved, dirty (typed and not sent), saving, failed, or stale (a colleague was quicker).
import { Autosave, uuid } from "./autosave.js";

const SAVE_AFTER = 700;
const POLL_EVERY = 20_000;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Store extends Autosave {
  constructor(data, on) {
    super(data);
    Object.assign(this, { data, on, stamp: data.stamp });
    this.keys = data.columns.map((column) => column.key);
    this.rows = data.rows.map((line) => this.fromLine(line));
    this.acts = [];
    this.judgeAgain(this.rows.filter((row) => row.ref.startsWith("d") && !row.problems.length));
    setInterval(() => document.hidden || this.poll(), POLL_EVERY);
  }

  // --- Rows ---

  make(cells = {}) {
    return { ref: `n${uuid()}`, token: "", cells: this.full(cells), problems: [], state: "saved" };
  }

  fromLine(line) {
    const row = this.make(line.cells);
    return Object.assign(row, { ref: line.ref, token: line.token, problems: line.problems }, this.contest(line));
  }

  contest(line) {
    return line.theirs ? { state: "stale", theirs: this.full(line.theirs) } : { state: "saved", theirs: null };
  }

  full(cells) {
    return Object.fromEntries(this.keys.map((key) => [key, cells[key] ?? ""]));
  }

  get isClean() {
    return !this.failed && !this.acts.length && this.rows.every((row) => row.state === "saved" || (row.state === "stale" && !row.isTyped));
  }

  // --- Changes ---

  touch(rows) {
    for (const row of rows) {
      row.isTyped = true;
      if (row.state !== "stale") row.state = "dirty";
      this.on.row(row);
    }
    this.hurry(SAVE_AFTER);
  }

  insert(rows, at = this.rows.length) {
    this.rows.splice(at, 0, ...rows);
    this.on.order();
  }

  take(rows) {
    this.rows = this.rows.filter((row) => !rows.includes(row));
    this.on.order();
  }

  remove(rows) {
    const known = rows.filter((row) => !row.ref.startsWith("n") || row.state === "saving" || this.isWaiting(row));
    this.take(rows);
    if (known.length) this.act("remove", known);
    else this.show();
  }

  isWaiting(row) {
    return this.failed?.rows.includes(row);
  }

  // Rows that came out come back: those the server knows by its history, others are typed anew.
  restore(rows, at) {
    this.insert(rows, at);
    const known = rows.filter((row) => row.ref.startsWith("r"));
    const others = rows.filter((row) => !known.includes(row));
    for (const row of others) Object.assign(row, { ref: `n${uuid()}`, token: "" });
    if (others.length) this.touch(others);
    for (const row of known) this.mark(row, "saving");
    if (known.length) this.act("restore", known);
  }

  move(row, at) {
    this.rows.splice(this.rows.indexOf(row), 1);
    this.rows.splice(at, 0, row);
    this.on.order();
    this.act("move", [row]);
  }

  act(name, rows) {
    this.acts.push({ name, rows });
    this.hurry();
  }

  // What to do where a colleague saved the row first.
  settle(row, keepsMine) {
    if (row.isGone && !keepsMine) return this.take([row]);
    if (!keepsMine) row.cells = row.theirs;
    Object.assign(row, { theirs: null, isGone: false, state: "saved" });
    this.touch([row]);
  }

  // --- Sending ---

  show() {
    this.on.status();
  }

  takeUp() {
    const dropped = this.rows.filter((row) => row.state === "failed" && !this.isWaiting(row));
    for (const row of dropped) row.state = "dirty";
    return dropped.length > 0;
  }

  next() {
    const dirty = this.rows.filter((row) => row.state === "dirty");
    if (dirty.length) return this.request("save", dirty.slice(0, 1000));
    const act = this.acts.shift();
    return act && this.request(act.name, act.rows);
  }

  request(name, rows) {
    const asks = { save: ["token", "cells"], remove: ["token"], restore: [], move: ["token"] }[name];
    const sent = rows.map((row) => ({ ref: row.ref, before: this.below(row), ...Object.fromEntries(asks.map((ask) => [ask, ask === "cells" ? { ...row.cells } : row[ask]])) }));
    if (name === "save") rows.forEach((row) => (row.sent = { ...row.cells }));
    return { name, rows, sent, fields: { rows: JSON.stringify(sent) } };
  }

  below(row) {
    const after = this.rows.slice(this.rows.indexOf(row) + 1);
    return after.find((other) => !other.ref.startsWith("n"))?.ref ?? "";
  }

  mark(row, state) {
    row.state = state;
    this.on.row(row);
  }

  idle() {
    if (this.isBehind) this.poll();
    else this.show();
  }

  begin({ rows }) {
    for (const row of rows) this.mark(row, "saving");
  }

  accept({ name, rows, sent }, answer) {
    rows.forEach((row, at) => this.apply(row, answer.rows[sent[at].ref], name));
    this.isBehind ||= answer.before !== this.stamp;
    this.stamp = answer.stamp;
    if (name === "remove") this.judgeAgain(this.rows.filter((row) => row.problems.length));
  }

  apply(row, line, name) {
    if (!line) return;
    const typedOn = this.isTypedOn(row, line, name);
    Object.assign(row, { ref: line.ref, token: line.token, problems: line.problems });
    if (typedOn) return this.mark(row, "dirty");
    Object.assign(row, { cells: this.full(line.cells), isTyped: false }, this.contest(line));
    this.on.row(row);
  }

  // What stood in a row's way may be gone with another row.
  judgeAgain(rows) {
    const waiting = rows.filter((row) => row.state === "saved");
    for (const row of waiting) row.state = "dirty";
    if (waiting.length) this.hurry();
  }

  // Whether the row holds more than what this answer is about.
  isTypedOn(row, line, name) {
    if (name === "save") return !same(row.cells, row.sent);
    return name === "restore" ? !same(row.cells, this.full(line.cells)) : row.state === "dirty";
  }

  refuse({ name, rows, sent }, theirs) {
    rows.forEach((row, at) => {
      const line = theirs[sent[at].ref];
      if (line === undefined) return this.mark(row, name === "save" ? "dirty" : "saved");
      if (!this.rows.includes(row)) this.insert([row]);
      this.contend(row, line);
    });
    this.on.say("Đồng nghiệp đã sửa dòng này trước bạn: hãy chọn giữ nội dung nào.");
  }

  contend(row, line) {
    row.isGone = line === null;
    row.isTyped = true;
    row.ref = line?.ref ?? `n${uuid()}`;
    row.token = line?.token ?? "";
    row.theirs = this.full(line?.cells ?? {});
    this.mark(row, "stale");
  }

  stall({ rows }) {
    for (const row of rows) this.mark(row, "failed");
  }

  drop({ name, rows }) {
    for (const row of rows) this.mark(row, name === "save" ? "failed" : "saved");
    this.isBehind ||= name !== "save";
    return this.isBehind;
  }

  // --- What colleagues do ---

  get isBusy() {
    return Boolean(this.waiting || this.acts.length || this.failed);
  }

  async poll() {
    if (this.isBusy || this.closed) return;
    const url = `${this.url}?stamp=${this.isBehind ? "" : this.stamp}`;
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return;
      const answer = await response.json();
      if (!this.isBusy) this.merge(answer);
    } catch {
      // The next save tells that there is no connection.
    }
  }

  merge({ stamp, rows, refusal, csrf }) {
    if (refusal) this.closed = this.message = refusal;
    if (rows) {
      Object.assign(this, { csrf, stamp, isBehind: false });
      const changed = this.mergeRows(rows);
      if (changed.length) this.on.others(changed);
    }
    this.show();
  }

  mergeRows(lines) {
    const byRef = new Map(this.rows.map((row) => [row.ref, row]));
    const changed = [];
    const merged = lines.map((line) => {
      const row = byRef.get(line.ref) ?? this.fromLine(line);
      byRef.delete(line.ref);
      if (!this.rows.includes(row)) changed.push(row);
      else if (row.state === "saved" && row.token !== line.token) {
        this.apply(row, line);
        changed.push(row);
      }
      return row;
    });
    for (const row of byRef.values()) {
      if (row.state !== "saved" || row.isTyped) this.keep(merged, row);
      else changed.push(row);
    }
    const isMoved = !same(merged.map((row) => row.ref), this.rows.map((row) => row.ref));
    this.rows = merged;
    if (isMoved) this.on.order();
    return changed;
  }

  // A row that only this page knows stays under the row above it.
  keep(rows, row) {
    const above = this.rows[this.rows.indexOf(row) - 1];
    rows.splice(rows.indexOf(above) + 1, 0, row);
  }
}
