/** The design system's own page: what shows its tokens. */
import "./styles/gallery.css";
