/** The training sandbox looks different from the city: another colour, a ribbon, and the panel of first tasks. */
import "./styles/sandbox.css";
