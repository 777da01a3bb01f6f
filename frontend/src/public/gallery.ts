/** The design system's own page: what shows its tokens. */
import "./gallery.css";
