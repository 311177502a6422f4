variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>."
  type        = string
}

variable "generate" {
  description = "Generate the values. False when an operator puts them in, as in a restore into another account, where MASTER_KEY has to be the one that the data was sealed with."
  type        = bool
  default     = true
}

variable "recovery_window_days" {
  description = "Days in which a deleted secret can be brought back."
  type        = number

  validation {
    condition     = var.recovery_window_days >= 7 && var.recovery_window_days <= 30
    error_message = "recovery_window_days must be from 7 to 30: a deleted MASTER_KEY must be recoverable."
  }
}

variable "cache" {
  description = "The cache, for REDIS_URL: the user that it knows and where it is."
  type = object({
    user    = string
    address = string
    port    = number
  })
}

variable "cache_password_generation" {
  description = "Raised by one to rotate the cache's password; run modules/cache/set-password afterwards."
  type        = number
  default     = 1
}
