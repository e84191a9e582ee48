"use strict";
// Suggestions, possible duplicates, repeated rows, uploads. Every page works without this file, except sending scans.
(() => {
  const token = document.body.dataset.token || "";
  const later = (wait, action) => {
    let timer;
    return (...given) => { clearTimeout(timer); timer = setTimeout(() => action(...given), wait); };
  };
  const ask = async (url) => {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  // Names of offices and communes.
  const suggest = later(150, async (input) => {
    const words = input.value.trim();
    const list = document.getElementById(input.getAttribute("list"));
    if (words.length < 2 || !list) return;
    try {
      const found = await ask(`${input.dataset.suggest}?q=${encodeURIComponent(words.slice(0, 100))}`);
      list.replaceChildren(...found.map((each) => {
        const option = element("option", each.note);
        option.value = each.value;
        return option;
      }));
    } catch { /* the field still takes what is typed */ }
  });
  document.addEventListener("input", (event) => {
    if (event.target.dataset && event.target.dataset.suggest) suggest(event.target);
  });

  // Possible duplicates while typing.
  for (const form of document.querySelectorAll("form[data-duplicates]")) {
    const place = document.getElementById("trung");
    const value = (name) => (form.elements[name] && form.elements[name].value || "").trim();
    let last = "";
    const look = later(350, async () => {
      const name = value("petitioners.fullName"), number = value("petitioners.idNumber");
      const words = `${value("title")} ${value("body")}`.trim().slice(0, 400);
      if (name.length < 4 && number.length < 6) return;
      const query = new URLSearchParams({ ten: name, so: number, "noi-dung": words }).toString();
      if (query === last) return;
      last = query;
      let found;
      try { found = await ask(`${form.dataset.duplicates}?${query}`); } catch { return; }
      if (!found.length) { place.replaceChildren(element("p", "Không thấy đơn nào giống.", "text-muted")); return; }
      place.replaceChildren(...found.map((each) => {
        const box = element("div", "", "duplicate");
        const link = element("a", `Đơn số ${each.code}: ${each.title}`);
        link.href = `/don/${each.petition}`;
        link.target = "_blank";
        const mark = element("button", "Ghi là trùng", "btn btn-sm btn-outline-secondary");
        mark.type = "button";
        mark.addEventListener("click", () => {
          const field = form.elements["duplicateOf"];
          field.closest("details").open = true;
          field.value = each.petition;
          field.focus();
        });
        box.append(link, element("div", each.who), element("small", each.detail, "text-muted"), element("div"), mark);
        return box;
      }));
    });
    form.addEventListener("input", look);
    look();
  }

  // Repeated rows: representatives, papers.
  let made = 0;
  for (const button of document.querySelectorAll("[data-add]")) {
    button.addEventListener("click", () => {
      const list = document.getElementById(button.dataset.add);
      const row = document.getElementById(`${button.dataset.add}-mau`).content.cloneNode(true);
      made += 1;
      for (const part of row.querySelectorAll("[id]")) part.id += `-${made}`;
      for (const label of row.querySelectorAll("label[for]")) label.htmlFor += `-${made}`;
      const first = row.querySelector("input, select");
      list.append(row);
      first.focus();
    });
  }

  // Scans go up one by one as they are, without being held in memory. What is told of it stands in `state`.
  const sender = (state) => {
    // One key per file as it is, sent again with every attempt: a file picked twice after a failure is stored once.
    const keys = new Map();
    const keyOf = (file) => {
      const name = `${file.name}|${file.size}|${file.lastModified}`;
      if (!keys.has(name)) {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        keys.set(name, Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
      }
      return keys.get(name);
    };
    const send = (place, file, attempts) => new Promise((done) => {
      const again = (trouble) => {
        if (attempts <= 1) return done({ trouble });
        state.textContent = `${file.name}: ${trouble} Đang gửi lại…`;
        setTimeout(() => send(place, file, attempts - 1).then(done), 1500);
      };
      const request = new XMLHttpRequest();
      request.open("POST", `${place}${place.includes("?") ? "&" : "?"}ten=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("X-Form-Token", token);
      request.setRequestHeader("Idempotency-Key", keyOf(file));
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) state.textContent = `${file.name}: ${Math.round(event.loaded * 100 / event.total)}%`;
      };
      request.onload = () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* not our answer: a proxy's */ }
        if (request.status < 300) return done({ stored: answer });
        const trouble = answer.message || "Không gửi được tệp.";
        if ([502, 503, 504].includes(request.status)) again(trouble); else done({ trouble });
      };
      request.onerror = () => again("Mất kết nối khi gửi tệp.");
      request.send(file);
    });
    return send;
  };
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    const state = form.querySelector(".upload-state");
    const send = sender(state);
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("change", async () => {
      const files = [...input.files];
      // The same file can be picked again after a failure; it keeps its key.
      input.value = "";
      state.className = "upload-state";
      for (const file of files) {
        const { trouble } = await send(form.dataset.upload, file, 3);
        if (trouble) { state.textContent = `${file.name}: ${trouble}`; state.className = "upload-state field-error"; return; }
      }
      location.hash = "giay-to";
      location.reload();
    });
  }

  // A scan that belongs to one field of a form: it is stored, and chosen there; what was typed stays.
  for (const input of document.querySelectorAll("input[data-scan]")) {
    const state = input.parentElement.querySelector(".scan-state");
    const choice = document.getElementById(input.dataset.into);
    const send = sender(state);
    input.addEventListener("change", async () => {
      const file = input.files[0];
      if (!file) return;
      const buttons = input.form.querySelectorAll("button:not([type=button])");
      state.className = "scan-state";
      for (const button of buttons) button.disabled = true;
      const { trouble, stored } = await send(input.dataset.scan, file, 3);
      for (const button of buttons) button.disabled = false;
      input.value = "";
      if (trouble || !stored.id) {
        state.textContent = `${file.name}: ${trouble || "Không gửi được tệp."}`;
        state.className = "scan-state field-error";
        return;
      }
      const option = element("option", stored.name);
      option.value = stored.id;
      choice.append(option);
      choice.value = String(stored.id);
      state.textContent = `${stored.name}: đã gửi, bấm nút ghi bên dưới để lưu.`;
    });
  }

  // What has the cursor is not hidden by the bar of the button.
  document.addEventListener("focusin", (event) => {
    const bar = event.target.closest("form") && event.target.closest("form").querySelector(".sticky");
    if (!bar || bar.contains(event.target)) return;
    const hidden = event.target.getBoundingClientRect().bottom + 12 - bar.getBoundingClientRect().top;
    if (hidden > 0) scrollBy(0, hidden);
  });

  // A form is sent once; coming back with the browser's button makes it usable again.
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", () => {
      setTimeout(() => { for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = true; }, 0);
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const button of document.querySelectorAll("form[data-once] button")) button.disabled = false;
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => document.getElementById(button.dataset.print).contentWindow.print());
  }
  for (const button of document.querySelectorAll("[data-back]")) button.addEventListener("click", () => history.back());

  // The first field that is wrong gets the cursor.
  const wrong = document.querySelector(".is-invalid");
  if (wrong) {
    const fold = wrong.closest("details");
    if (fold) fold.open = true;
    wrong.focus();
  }
})();
