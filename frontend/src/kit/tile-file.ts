/** A PMTiles file as a source of MapLibre: read by ranges, each kept by the browser and the service worker. */
import { addProtocol, type SourceSpecification } from "maplibre-gl";
import { PMTiles, Protocol } from "pmtiles";

let protocol: Protocol | undefined;

/** The source of the file at a whole URL. */
export function openTiles(url: string): SourceSpecification {
  if (!protocol) {
    protocol = new Protocol();
    addProtocol("pmtiles", protocol.tile);
  }
  protocol.add(new PMTiles(url));
  return { type: "vector", url: `pmtiles://${url}` };
}
