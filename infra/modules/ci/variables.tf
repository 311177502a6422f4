variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>."
  type        = string
}

variable "environment" {
  description = "Environment, called the same at GitHub: staging or production."
  type        = string
}

variable "github_repository" {
  description = "Repository that may deploy, <owner>/<name>."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository must be <owner>/<name>, without wildcards: it says who may deploy."
  }
}

variable "owns_account" {
  description = "Make what an AWS account has once: the registry, GitHub's identity provider, the roles that push images and plan. True in one environment of an account."
  type        = bool
}

variable "kms_key_arn" {
  description = "Key that encrypts images, where this environment owns the registry."
  type        = string
}

variable "passable_role_arns" {
  description = "Roles that a release may hand to tasks, and no others."
  type        = list(string)

  validation {
    condition     = length(var.passable_role_arns) > 0 && !anytrue([for arn in var.passable_role_arns : strcontains(arn, "*")])
    error_message = "passable_role_arns must name roles one by one: with a wildcard a release could take on any of them."
  }
}

variable "secret_arns" {
  description = "Secrets that a release checks the existence of; their values it cannot read."
  type        = list(string)
}

variable "state_bucket" {
  description = "Bucket of Terraform's state, which holds the environments under planitai-kpi/."
  type        = string
}
