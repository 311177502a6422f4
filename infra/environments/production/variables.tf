variable "account_id" {
  description = "AWS account of the environment; a plan with credentials of another one is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "region" {
  description = "Region of everything but CloudFront."
  type        = string
  default     = "ap-northeast-1"

  validation {
    condition     = var.region != "us-east-1"
    error_message = "region must not be us-east-1: the replica of the key would stand beside the key."
  }
}

variable "availability_zones" {
  description = "The two zones that everything is spread over."
  type        = list(string)
  default     = ["ap-northeast-1a", "ap-northeast-1c"]

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "availability_zones must be of var.region: give them together with the region."
  }
}

variable "owns_account" {
  description = "Make what the account has once (registry, GitHub's identity provider, its push and plan roles): true in one of the environments, which share the account."
  type        = bool
}

variable "state_bucket" {
  description = "Bucket of Terraform's state, the same as given at init."
  type        = string
}

variable "github_repository" {
  description = "Repository that may deploy, <owner>/<name>."
  type        = string
}

variable "image_digest" {
  description = "Digest of the image of the first revision. Releases bring their own."
  type        = string

  validation {
    condition     = can(regex("^sha256:[0-9a-f]{64}$", var.image_digest))
    error_message = "image_digest must be sha256:<64 hexadecimal digits>, as infra/release/push prints it."
  }
}

variable "domain_name" {
  description = "Host of the app."
  type        = string
}

variable "zone_id" {
  description = "Hosted zone in Route 53 that holds domain_name."
  type        = string
}

variable "portal_domain" {
  description = "Domain whose every subdomain is a portal; not above domain_name."
  type        = string
}

variable "portal_zone_id" {
  description = "Hosted zone in Route 53 that holds portal_domain."
  type        = string
}

variable "customer_hosts" {
  description = "Hosts of customers: first with attached = false, and with true once the customer has set the record of the output customer_validation_records."
  type        = map(object({ attached = bool }))
  default     = {}
}

variable "sni_certificate_quota" {
  description = "Certificates that the load balancer takes besides its own: AWS grants 25, and more on request."
  type        = number
  default     = 25
}

variable "alarm_emails" {
  description = "Addresses that alarms are sent to."
  type        = list(string)
}

variable "operator_email" {
  description = "Operator that exists from the first start on; its password is in the secret <name>/operator-password. Null for none."
  type        = string
  default     = null
}

variable "signup" {
  description = "Who may make a tenant: open, invite or closed."
  type        = string
  default     = "closed"

  validation {
    condition     = contains(["open", "invite", "closed"], var.signup)
    error_message = "signup must be open, invite or closed."
  }
}

variable "trace_endpoint" {
  description = "OTLP endpoint of traces, https://…; null sends none."
  type        = string
  default     = null
}

variable "generate_secrets" {
  description = "Generate the values of secrets. False when they are put in by hand, as in a restore into another account."
  type        = bool
  default     = true
}

variable "cache_password_generation" {
  description = "Raised by one to rotate the cache's password."
  type        = number
  default     = 1
}

variable "origin_secret_generations" {
  description = "Generations of CloudFront's secret header that the load balancer accepts; the last is sent."
  type        = list(string)
  default     = ["1"]
}
