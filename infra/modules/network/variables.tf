variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>."
  type        = string
}

variable "cidr" {
  description = "Addresses of the network."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrhost(var.cidr, 0))
    error_message = "cidr must be an IPv4 block such as 10.0.0.0/16."
  }
}

variable "availability_zones" {
  description = "The two zones that everything is spread over."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) == 2 && length(distinct(var.availability_zones)) == 2
    error_message = "availability_zones must name two different zones."
  }
}

variable "private_subnet_cidrs" {
  description = "Addresses of the private subnets, one for each zone."
  type        = list(string)
  default     = ["10.0.1.0/24", "10.0.2.0/24"]

  validation {
    condition     = length(var.private_subnet_cidrs) == 2 && alltrue([for block in var.private_subnet_cidrs : can(cidrhost(block, 0))])
    error_message = "private_subnet_cidrs must be two IPv4 blocks."
  }
}

variable "public_subnet_cidrs" {
  description = "Addresses of the public subnets, one for each zone."
  type        = list(string)
  default     = ["10.0.101.0/24", "10.0.102.0/24"]

  validation {
    condition     = length(var.public_subnet_cidrs) == 2 && alltrue([for block in var.public_subnet_cidrs : can(cidrhost(block, 0))])
    error_message = "public_subnet_cidrs must be two IPv4 blocks."
  }
}

variable "single_nat_gateway" {
  description = "One NAT gateway for both zones (cheaper) instead of one in each."
  type        = bool
}

variable "interface_endpoints" {
  description = "Reach the registry, secrets and logs inside AWS's network instead of over NAT."
  type        = bool
}

variable "flow_log_retention_days" {
  description = "Days that flow logs are kept."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts the flow logs."
  type        = string
}
