// Keeps a part of an open page fresh: an element with an id, data-refresh-url and data-refresh-seconds. The address
// answers with a whole page, of which the same part is taken. Only what differs is changed, so that the focus stays; and
// only when the words of [data-announce] change are they spoken. A button stops it.
export function refreshParts () {
  for (const part of document.querySelectorAll('[data-refresh-url]')) keepFresh(part)
}

function keepFresh (part) {
  const spoken = element('p', 'govuk-visually-hidden', '')
  spoken.setAttribute('role', 'status')
  const trouble = element('p', 'govuk-body refresh__trouble', '')
  const stop = element('button', 'govuk-button govuk-button--secondary refresh__stop', 'Stop refreshing')
  stop.type = 'button'
  stop.setAttribute('aria-controls', part.id)
  part.after(spoken, trouble, stop)
  let going = true
  stop.addEventListener('click', () => {
    going = !going
    stop.textContent = going ? 'Stop refreshing' : 'Refresh again'
    if (going) ask()
  })
  const ask = async () => {
    if (!going || document.hidden) return
    const answer = await fetchPart(part)
    trouble.textContent = answer.trouble ?? ''
    if (answer.over) stop.remove()
    if (answer.over) going = false
    if (going && answer.part) renewPart(part, answer, spoken)
  }
  window.setInterval(ask, Number(part.dataset.refreshSeconds) * 1000)
  document.addEventListener('visibilitychange', ask)
}

function element (name, classes, text) {
  const made = document.createElement(name)
  made.className = classes
  made.textContent = text
  return made
}

async function fetchPart (part) {
  try {
    const answer = await fetch(part.dataset.refreshUrl, { headers: { Accept: 'text/html' } })
    if (answer.status === 401 || answer.status === 403) return { over: true, trouble: 'You are signed out, so this page no longer refreshes. Load it again to sign in.' }
    if (!answer.ok) throw new Error(answer.statusText)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    return { part: page.getElementById(part.id), title: page.title }
  } catch {
    return { trouble: 'The console does not answer, so what you see may be out of date. It is asked again shortly.' }
  }
}

function renewPart (part, { part: fresh, title }, spoken) {
  const words = (place) => place.querySelector('[data-announce]')?.textContent.trim() ?? ''
  const [before, after] = [words(part), words(fresh)]
  const focused = document.activeElement
  renewChildren(part, fresh)
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true })
  if (after !== before) spoken.textContent = after
  document.title = title
}

function renew (now, fresh) {
  if (now.nodeName !== fresh.nodeName || now.id !== fresh.id) return now.replaceWith(fresh)
  if (now.nodeType !== Node.ELEMENT_NODE) {
    if (now.data !== fresh.data) now.data = fresh.data
    return
  }
  for (const { name, value } of [...fresh.attributes]) if (now.getAttribute(name) !== value) now.setAttribute(name, value)
  renewChildren(now, fresh)
}

// Children with an id are found again wherever they stand, so that a row keeps its focus when another comes before it.
function renewChildren (now, fresh) {
  const wanted = [...fresh.childNodes]
  wanted.forEach((child, place) => {
    const same = child.id && [...now.children].find((known) => known.id === child.id)
    if (same && same !== now.childNodes[place]) now.insertBefore(same, now.childNodes[place])
    const present = now.childNodes[place]
    if (!present) now.append(child)
    else if (present.id !== child.id) now.insertBefore(child, present)
    else renew(present, child)
  })
  while (now.childNodes.length > wanted.length) now.lastChild.remove()
}
