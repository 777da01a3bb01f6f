/** The Lucide icons (ISC licence) that templates may name; `{% icon "name" %}` finds them in the built sprite. */
export const ICONS = [
  "arrow-left", "arrow-right", "badge-check", "ban", "bell-ring", "building-2", "calendar-clock", "camera", "check",
  "chevron-down", "chevron-left", "chevron-right", "circle", "circle-alert", "circle-check", "circle-dot", "circle-help",
  "circle-x", "clipboard-list", "clock", "clock-alert", "cloud-rain", "copy", "droplets", "external-link", "eye", "eye-off",
  "file-text", "flower-2", "filter", "git-merge", "hammer", "hand", "hard-hat", "history", "hourglass", "house", "image",
  "image-plus", "inbox", "info", "key-round", "landmark", "languages", "life-buoy", "lightbulb", "list", "loader-circle",
  "locate-fixed", "lock", "log-in", "log-out", "map", "map-pin", "menu", "message-square-text", "monitor-smartphone", "moon", "octagon-alert",
  "paw-print", "pencil-line", "phone", "phone-call", "plus", "printer", "qr-code", "refresh-cw", "rotate-ccw",
  "search", "send", "share-2", "shield", "shield-check", "shrub", "siren", "sliders-horizontal", "smartphone", "smile", "sparkles", "split",
  "square-pen", "star", "store", "sun", "thumbs-down", "thumbs-up", "timer", "trash-2", "traffic-cone", "tree-deciduous", "triangle-alert",
  "truck", "undo-2", "user", "user-round", "users", "waves", "wifi-off", "wrench", "x", "bus", "route", "brush-cleaning", "recycle",
  "handshake", "circle-parking", "zap", "heart-handshake", "circle-pause", "circle-play", "archive", "corner-down-left",
  "construction", "calendar-days", "map-pin-off",
  "bookmark", "keyboard",
  "bell", "bell-off", "mail", "cloud-upload",
  "chevrons-left", "chevrons-right", "columns-2",
  "download", "upload", "webhook",
] as const;
