variable "name" {
  description = "Name of the firewall."
  type        = string
}

variable "scope" {
  description = "CLOUDFRONT (with a provider of us-east-1) or REGIONAL."
  type        = string

  validation {
    condition     = contains(["CLOUDFRONT", "REGIONAL"], var.scope)
    error_message = "scope must be CLOUDFRONT or REGIONAL."
  }
}

variable "trusted_header" {
  description = "Header that says that a request has passed another firewall; never logged."
  type        = string
}

variable "trusted_secrets" {
  description = "Values of that header that are let through at once, by generation; at most five. Without any, the firewall is the first."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(var.trusted_secrets) <= 5
    error_message = "trusted_secrets must be at most five: the priorities from 5 on belong to other rules."
  }
}

variable "requests_per_address" {
  description = "Requests in five minutes after which an address is refused for a while."
  type        = number
}

variable "log_days" {
  description = "Days that the log is kept."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the log, in the firewall's region."
  type        = string
}
