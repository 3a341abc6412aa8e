import type { Charge, Violation, ViolationSeverity } from "../domain/violation.ts";
import { builder } from "./builder.ts";
import type { EnumValues } from "./enums.ts";

export const ViolationKindEnum = builder.enumType("ViolationKind", {
  description: "What an operator can do wrong.",
  values: {
    DOWNTIME: { value: "DOWNTIME", description: "A service was down in all its regions for longer than is allowed." },
    BAD_DATA: {
      value: "BAD_DATA",
      description: "It delivered wrong data: reported, and confirmed by a second reporter.",
    },
    MISBEHAVIOR: { value: "MISBEHAVIOR", description: "It misbehaved: reported, and confirmed by a second reporter." },
    PERFORMANCE_THRESHOLD: {
      value: "PERFORMANCE_THRESHOLD",
      description: "Its success rate was too low, or its latency too high, for too long.",
    },
  } satisfies EnumValues<Violation>,
});

export const ViolationSeverityEnum = builder.enumType("ViolationSeverity", {
  description: "How severe an assessment is, by what is charged before the tier's multiplier. `policy` has the bounds.",
  values: {
    LOW: { value: "LOW", description: "Below 200 basis points." },
    MEDIUM: { value: "MEDIUM", description: "From 200 basis points on." },
    HIGH: { value: "HIGH", description: "From 500 basis points on." },
    CRITICAL: { value: "CRITICAL", description: "From 1000 basis points on." },
  } satisfies EnumValues<ViolationSeverity>,
});

export const ChargeEnum = builder.enumType("ViolationCharge", {
  description: "By what a violation is charged that was measured.",
  values: {
    DOWNTIME: {
      value: "DOWNTIME",
      description: "By the interval of an outage, beyond the first that are not charged.",
    },
    SUCCESS_RATE: { value: "SUCCESS_RATE", description: "By each started hour of intervals with too few successes." },
    LATENCY: { value: "LATENCY", description: "By each started hour of intervals that were too slow." },
  } satisfies EnumValues<Charge>,
});
