// The parts of the SDK that are used, which the language host has loaded already. The package as a whole brings its
// automation and closure libraries, a third of a second in every preview.
export { Config } from "@pulumi/pulumi/config.js";
export * as log from "@pulumi/pulumi/log/index.js";
export { getStack } from "@pulumi/pulumi/metadata.js";
export { ComponentResource, CustomResource } from "@pulumi/pulumi/resource.js";
export { isDryRun } from "@pulumi/pulumi/runtime/settings.js";
