import type { Review } from "./model.ts";
import { jsonText } from "../visible.ts";

/** A review as JSON by schemas/review.schema.json; characters that cannot be seen are escapes. */
export function jsonOf(review: Review): string {
  return jsonText(review);
}
