// A form that came back with errors begins at their summary; one that is on its way is not sent twice.
document.querySelector(".form .error-summary")?.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  else if (form.method === "post") form.dataset.sent = "yes";
});

// The browser's Back button brings a page as it was left, also one that has been sent.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
