/** Icons of objects by the names that the server knows; one that is not here shows as a box. */
import {
  Box,
  BriefcaseBusiness,
  Building2,
  Calendar,
  FileText,
  Folder,
  Heart,
  LayoutDashboard,
  Link,
  List,
  Mail,
  MapPin,
  MessageSquare,
  Phone,
  Rocket,
  Settings2,
  SquareCheck,
  Star,
  Target,
  User,
  Users,
  type LucideIcon,
} from "lucide-preact"

const icons: Record<string, LucideIcon> = {
  IconBriefcase: BriefcaseBusiness,
  IconBuildingSkyscraper: Building2,
  IconCalendar: Calendar,
  IconCheckbox: SquareCheck,
  IconFile: FileText,
  IconFileText: FileText,
  IconFolder: Folder,
  IconHeart: Heart,
  IconLayoutDashboard: LayoutDashboard,
  IconLink: Link,
  IconList: List,
  IconMail: Mail,
  IconMapPin: MapPin,
  IconMessage: MessageSquare,
  IconNotes: FileText,
  IconPhone: Phone,
  IconRocket: Rocket,
  IconSettingsAutomation: Settings2,
  IconStar: Star,
  IconTarget: Target,
  IconTargetArrow: Target,
  IconUser: User,
  IconUsers: Users,
}

/** One name for each picture. */
export const iconNames = Object.keys(icons).filter(
  (name, i, all) => all.findIndex((each) => icons[each] === icons[name]) === i,
)

export function ObjectIcon({ name, size = 16 }: { name: string | null; size?: number }) {
  const Found = (name && icons[name]) || Box
  return <Found class="icon" size={size} strokeWidth={1.5} aria-hidden="true" />
}
